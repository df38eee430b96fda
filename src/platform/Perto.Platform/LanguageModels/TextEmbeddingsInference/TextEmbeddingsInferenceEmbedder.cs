using System.Globalization;

namespace Perto.Platform;

/// <summary>A served model that embeds: <c>POST /embed</c>.</summary>
/// <remarks>https://huggingface.github.io/text-embeddings-inference</remarks>
internal sealed class TextEmbeddingsInferenceEmbedder(JsonOverHttp http, Uri address, ServedModel served, bool truncate) : IRemoteEmbedder
{
    public ModelName Model { get; } = new(TextEmbeddingsInferenceProvider.ProviderName, served.Expected);

    public Uri Address => address;

    public Dependency Dependency => http.Dependency;

    public int? Dimensions => null;

    public int MostBytes => int.MaxValue;

    public ValueTask<int> MostTextsAsync(CancellationToken cancellationToken) => served.MostTextsAsync(cancellationToken);

    public ValueTask<RemoteEmbeddings> EmbedAsync(
        IReadOnlyList<string> texts, EmbeddingPurpose purpose, int? dimensions, ModelRequest request, CancellationToken cancellationToken)
    {
        JsonCall call = new(HttpMethod.Post, "embed")
        {
            Attempts = request,
            Body = json =>
            {
                json.WriteStartObject();
                json.WriteStrings("inputs", texts);
                json.WriteBoolean("normalize", true);
                json.WriteBoolean("truncate", truncate);
                json.WriteEndObject();
            },
        };
        return http.SendAsync(
            call,
            answer => new RemoteEmbeddings(
                RemoteAnswers.Vectors(Dependency.Name, [.. answer.Body.EnumerateArray().Select(RemoteAnswers.Vector)], texts.Count, dimensions),
                Tokens(answer)),
            cancellationToken);
    }

    /// <summary>The tokens that the server read for an answer; null where it does not say.</summary>
    public static long? Tokens(JsonAnswer answer) =>
        long.TryParse(answer.Header("x-compute-tokens"), NumberStyles.None, CultureInfo.InvariantCulture, out long tokens) ? tokens : null;
}
