package io.tidemark.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * MRR of each customer in a RocksDB store and its sum of each tenant, exactly once. It answers far less than Tidemark does: no
 * late events, no duplicates, no windows, no ledger. Arguments: brokers, application id, state folder, total records, schemas folder.
 */
public final class MrrPeer {
    private static final String TOPIC = "tidemark.customer.events.v1";
    private static final String STORE = "mrr";
    private static final int FRAME = 5;

    private static final AtomicLong seen = new AtomicLong();
    private static final AtomicLong started = new AtomicLong();

    public static void main(String[] arguments) throws Exception {
        long total = Long.parseLong(arguments[3]);
        CountDownLatch done = new CountDownLatch(1);
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.Long()));
        builder.stream(TOPIC, Consumed.with(Serdes.String(), Serdes.ByteArray()))
                .process(() -> new Mrr(Path.of(arguments[4]), total, done), STORE)
                .groupByKey(Grouped.with(Serdes.String(), Serdes.Long()))
                .aggregate(() -> 0L, (tenant, change, sum) -> sum + change,
                        Materialized.with(Serdes.String(), Serdes.Long()));
        Properties settings = new Properties();
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, arguments[1]);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, arguments[2]);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        KafkaStreams streams = new KafkaStreams(builder.build(), settings);
        streams.start();
        done.await();
        // The last transaction is part of the work.
        streams.close();
        System.out.println("{\"seconds\":" + (System.nanoTime() - started.get()) / 1e9 + "}");
        System.out.flush();
        while (System.in.read() >= 0) { }
        System.exit(0);
    }

    /** A customer's MRR in hundredths of a cent, by the price of the subscription bought last. */
    private static final class Mrr implements Processor<String, byte[], String, Long> {
        private final Path schemas;
        private final long total;
        private final CountDownLatch done;
        private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
        private ProcessorContext<String, Long> context;
        private KeyValueStore<String, Long> store;

        Mrr(Path schemas, long total, CountDownLatch done) {
            this.schemas = schemas;
            this.total = total;
            this.done = done;
        }

        @Override
        public void init(ProcessorContext<String, Long> context) {
            this.context = context;
            this.store = context.getStateStore(STORE);
        }

        @Override
        public void process(Record<String, byte[]> record) {
            started.compareAndSet(0, System.nanoTime());
            try {
                apply(record);
            } finally {
                if (seen.incrementAndGet() == total) done.countDown();
            }
        }

        private void apply(Record<String, byte[]> record) {
            GenericRecord event = decode(record.value());
            if (event == null) return;
            String type = event.getSchema().getName();
            long after;
            if (type.equals("Purchase")) {
                GenericRecord subscription = (GenericRecord) event.get("subscription");
                if (subscription == null) return;
                after = (Long) event.get("amount") * 100;
            } else if (type.equals("Cancellation")) {
                after = 0;
            } else {
                return;
            }
            Long before = store.get(record.key());
            long change = after - (before == null ? 0 : before);
            if (change == 0) return;
            store.put(record.key(), after);
            String tenant = record.key().substring(0, record.key().indexOf(':'));
            context.forward(record.withKey(tenant).withValue(change));
        }

        private GenericRecord decode(byte[] bytes) {
            try {
                int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
                GenericDatumReader<GenericRecord> reader = readers.get(id);
                if (reader == null) {
                    reader = new GenericDatumReader<>(schemaOf(id));
                    readers.put(id, reader);
                }
                return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, FRAME, bytes.length - FRAME, null));
            } catch (Exception poison) {
                return null;
            }
        }

        /** The folder holds one file a schema, named by its id. */
        private Schema schemaOf(int id) throws Exception {
            return new Schema.Parser().parse(schemas.resolve(id + ".avsc").toFile());
        }
    }
}
