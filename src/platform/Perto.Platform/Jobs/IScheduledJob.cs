namespace Perto.Platform;

/// <summary>
/// Work that is done again and again, once in a cluster. A server may die in the middle of it, or lose the job to another while it
/// sleeps: what a job does must be right also where a part of it was done before.
/// </summary>
public interface IScheduledJob
{
    /// <summary>Does the work once.</summary>
    /// <param name="context">Which run it is, and whom to tell how far it has come.</param>
    /// <param name="cancellationToken">The server stops, or another runs the job now: end soon.</param>
    /// <returns>One line that says what was done, such as <c>12 expired answers deleted</c>.</returns>
    Task<string> RunAsync(JobContext context, CancellationToken cancellationToken);
}
