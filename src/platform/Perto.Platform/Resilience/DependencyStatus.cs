namespace Perto.Platform;

/// <summary>How a dependency does, and by which settings it is called.</summary>
/// <param name="Name">Its name: <c>redis</c>.</param>
/// <param name="Purpose">What it is used for.</param>
/// <param name="State">What calls meet now.</param>
/// <param name="Calls">Calls since the start of this process.</param>
/// <param name="Failures">Calls that failed after all their attempts.</param>
/// <param name="Retries">Attempts beyond the first.</param>
/// <param name="Refused">Calls that the open breaker let fail at once.</param>
/// <param name="Fallbacks">Times that something was answered without it.</param>
/// <param name="LastFailure">Why the last failed call failed.</param>
/// <param name="LastFailureAt">When that was.</param>
/// <param name="Settings">How it is called.</param>
public sealed record DependencyStatus(
    string Name,
    string Purpose,
    DependencyState State,
    long Calls,
    long Failures,
    long Retries,
    long Refused,
    long Fallbacks,
    string? LastFailure,
    DateTimeOffset? LastFailureAt,
    DependencySettings Settings);
