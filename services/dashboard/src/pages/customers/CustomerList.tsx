import { useText } from '../../url/address.ts';
import { CustomerSearch } from './CustomerSearch.tsx';
import { CustomerTable } from './CustomerTable.tsx';

export const CustomerList = () => {
  const [search] = useText('search');
  return (
    <>
      <div className="controls">
        <CustomerSearch />
      </div>
      {/* Another search begins at its first page. */}
      <CustomerTable key={search} />
    </>
  );
};
