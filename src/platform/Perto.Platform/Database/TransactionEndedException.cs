namespace Perto.Platform;

/// <summary>The engine ended a transaction before its commit; nothing in it was kept.</summary>
public sealed class TransactionEndedException(Exception? cause)
    : PertoException("transaction_ended", 503, $"The database ended the transaction before its commit; nothing was kept{Because(cause)}", cause)
{
    private static string Because(Exception? cause) => cause is null ? "" : $": {cause.Message}";
}
