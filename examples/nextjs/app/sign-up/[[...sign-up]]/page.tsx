import { SignUp } from '@bartleby/nextjs';

export default function SignUpPage() {
  return <SignUp />;
}
