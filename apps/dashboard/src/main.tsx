import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Dashboard } from './dashboard.tsx';
import { applyTheme, storedTheme } from './layout/theme.ts';
import './styles/foundation.css';
import './styles/elements.css';
import './styles/layout.css';
import './styles/modal.css';
import './styles/template.css';
import './styles/history.css';
import './styles/template-tests.css';
import './styles/jwt-templates.css';
import './styles/pages.css';
import './styles/roles.css';
import './styles/forecast.css';

applyTheme(storedTheme());
const place = document.getElementById('dashboard');
if (place)
  createRoot(place).render(
    <StrictMode>
      <Dashboard />
    </StrictMode>,
  );
