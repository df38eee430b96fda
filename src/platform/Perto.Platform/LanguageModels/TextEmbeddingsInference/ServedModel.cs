
namespace Perto.Platform;

/// <summary>
/// What a server of Text Embeddings Inference says of its model by <c>GET /info</c>. It is asked with the first use and again after ten minutes: vectors of a model
/// that was replaced would be compared with those of the one before.
/// </summary>
internal sealed class ServedModel(JsonOverHttp http, string expected, int batchSize, TimeProvider clock)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(10);

    private volatile Known? _known;

    /// <summary>The name that the server must give it; empty: any.</summary>
    public string Expected => expected;

    /// <summary>Most texts in a request.</summary>
    /// <exception cref="DependencyException">The server does not answer, or serves another model.</exception>
    public async ValueTask<int> MostTextsAsync(CancellationToken cancellationToken)
    {
        Known? known = _known;
        if (known is null || clock.GetElapsedTime(known.At) > AskAgain)
            _known = known = await http.SendAsync(new JsonCall(HttpMethod.Get, "info"), Read, cancellationToken);
        return known.MostTexts;
    }

    private Known Read(JsonAnswer answer)
    {
        string served = answer.Body.GetProperty("model_id").GetString() ?? "";
        if (expected.Length > 0 && !string.Equals(served, expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new DependencyException(
                http.Dependency.Name, $"serves the model {served} where {expected} is asked for", "Name the model that it serves, or start it with --model-id of the other");
        }
        long? most = RemoteAnswers.Count(answer.Body, "max_client_batch_size");
        return new Known(most is > 0 and <= int.MaxValue ? Math.Min((int)most, batchSize) : batchSize, clock.GetTimestamp());
    }

    private sealed record Known(int MostTexts, long At);
}
