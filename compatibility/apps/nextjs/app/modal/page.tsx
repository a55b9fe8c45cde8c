import { SignInButton, SignUpButton } from '@clerk/nextjs';

export default function Page() {
  return (
    <main>
      <SignInButton mode="modal">
        <button type="button">open sign-in</button>
      </SignInButton>
      <SignUpButton mode="modal">
        <button type="button">open sign-up</button>
      </SignUpButton>
    </main>
  );
}
