import type { Dependencies } from '../../dependencies.ts';
import type { SocialSignIns } from '../sign-ins/index.ts';
import type { SocialSignUps } from '../sign-ups/index.ts';
import { isSocialStrategy } from '../social-connections/index.ts';
import { beginSocialSignIn, beginSocialSignUp, continueSocialSignUp } from './begin-social.ts';
import { transferToSignIn, transferToSignUp } from './transfer-social.ts';

/** What sign-ins and sign-ups ask first: whether another provider is meant, or its answer from before. */
export function socialSteps(dependencies: Dependencies): SocialSignIns & SocialSignUps {
  return {
    async signIn(browser, request) {
      if (request.transfer) return transferToSignIn(dependencies, browser);
      return isSocialStrategy(request.strategy)
        ? beginSocialSignIn(dependencies, { browser, request })
        : null;
    },
    async signUp(browser, request, input) {
      if (request.transfer) return transferToSignUp(dependencies, { browser, input });
      return isSocialStrategy(request.strategy)
        ? beginSocialSignUp(dependencies, { browser, request, input })
        : null;
    },
    async continueSignUp(browser, request, change) {
      return isSocialStrategy(request.strategy)
        ? continueSocialSignUp(dependencies, { browser, request, ...change })
        : null;
    },
  };
}
