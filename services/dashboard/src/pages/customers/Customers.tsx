import { useAddress } from '../../url/address.ts';
import { CustomerList } from './CustomerList.tsx';
import { CustomerPage } from './CustomerPage.tsx';

const PREFIX = '/customers/';

/** A name that was not percent-encoded well is taken as it stands. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const Customers = () => {
  const { pathname } = useAddress();
  if (!pathname.startsWith(PREFIX)) return <CustomerList />;
  const customer = decoded(pathname.slice(PREFIX.length));
  return <CustomerPage key={customer} customer={customer} />;
};

export default Customers;
