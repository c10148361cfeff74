export { timeText } from '@tidemark/runtime';
