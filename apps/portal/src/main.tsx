import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Notice, Portal } from './portal.tsx';
import './portal.css';
import { readPortalAddress } from './portal-address.ts';

const address = readPortalAddress(window.location.pathname);
const place = document.getElementById('portal');
if (place)
  createRoot(place).render(
    <StrictMode>
      {address ? (
        <Portal address={address} />
      ) : (
        <Notice heading="There is no such page">
          <p>Go back to the app that sent you here.</p>
        </Notice>
      )}
    </StrictMode>,
  );
