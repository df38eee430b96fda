namespace Perto.Platform;

/// <summary>What there was to do for who took a job's lease.</summary>
/// <param name="Run">What it runs now; null when nothing is due.</param>
/// <param name="Interrupted">The run whose server died; null when there was none.</param>
/// <param name="Skipped">The fire time that was left out; null when none was.</param>
internal sealed record JobClaim(JobRunRow? Run, JobRunRow? Interrupted, JobRunRow? Skipped);
