import { UserProfile } from '@clerk/nextjs';

/** Holds nothing but `<UserProfile/>`. */
export default function Page() {
  return <UserProfile />;
}
