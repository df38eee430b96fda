namespace Perto.Platform;

/// <summary>
/// A request of a model on its way through a <see cref="Dependency"/>: each attempt waits for its turn (<see cref="ModelRate"/>), and one that is cut off after it
/// began is counted without its tokens, as the provider bills it all the same.
/// </summary>
/// <param name="rate">Whose turns.</param>
/// <param name="work">What is sent, with <see cref="ModelWork.Sent"/>.</param>
internal sealed class ModelRequest(ModelRate rate, ModelWork work) : ICallAttempts
{
    /// <inheritdoc/>
    /// <exception cref="ModelRateException">The turn would come too late.</exception>
    public ValueTask BeforeAsync(CancellationToken cancellationToken) => rate.WaitAsync(work.Sent, cancellationToken);

    /// <inheritdoc/>
    public void Failed(Exception failure)
    {
        if (!IsRefusal(failure))
            ModelCall.Count(work);
    }

    /// <summary>Takes note of what the request took.</summary>
    /// <param name="tokens">As the provider says; null: it does not.</param>
    public void Answered(long? tokens) => rate.Correct(work.Sent, tokens);

    // A service that refused, or was not reached, did nothing that it would bill.
    private static bool IsRefusal(Exception failure)
    {
        for (Exception? at = failure; at is not null; at = at.InnerException)
        {
            if (at is DependencyException { Refused: true }
                or HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError })
                return true;
        }
        return false;
    }
}
