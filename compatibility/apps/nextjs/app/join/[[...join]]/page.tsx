import { SignIn } from '@clerk/nextjs';

export default function Page() {
  return <SignIn path="/join" routing="path" withSignUp />;
}
