import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { CertificateBox } from './certificate-box.tsx';

const certificate = {
  subject: 'vc.example.com',
  issuer: 'VMCA',
  validFrom: '2026-01-01T00:00:00Z',
  validTo: '2027-01-01T00:00:00Z',
  sha1: '3C',
  sha256: '9F',
  pem: '',
  trusted: false,
};
const nothing = () => undefined;

afterEach(cleanup);

test('the certificate takes the focus when it appears, and when it is another one', () => {
  const { rerender } = render(<CertificateBox certificate={certificate} isConfirmed={false} onConfirm={nothing} />);
  const box = screen.getByRole('region', { name: 'Certificate of the server' });
  expect(box).toHaveFocus();
  box.blur();
  rerender(<CertificateBox certificate={{ ...certificate, sha256: '4B' }} isConfirmed={false} onConfirm={nothing} />);
  expect(box).toHaveFocus();
});
