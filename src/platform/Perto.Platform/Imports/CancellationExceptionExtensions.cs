namespace Perto.Platform;

/// <summary>Tells a cancellation that was asked for from one that comes from elsewhere, such as a time limit of the database.</summary>
internal static class CancellationExceptionExtensions
{
    public static bool IsCancellationBy(this Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested;
}
