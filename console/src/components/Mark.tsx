/** Perto's mark: a point, its neighbourhood, and what has come near. */
export function Mark() {
  return (
    <svg width="26" height="26" viewBox="0 0 32 32" fill="none" aria-hidden>
      <circle cx="14" cy="18" r="10.5" stroke="currentColor" strokeWidth="2.6" />
      <circle cx="14" cy="18" r="3.6" fill="currentColor" />
      <circle cx="24" cy="8" r="5.4" fill="var(--p-accent-fill)" stroke="var(--p-ground)" strokeWidth="2" />
    </svg>
  );
}
