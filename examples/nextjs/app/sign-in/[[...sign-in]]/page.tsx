import { SignIn } from '@bartleby/nextjs';

export default function SignInPage() {
  return <SignIn />;
}
