using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Counts what a generator takes, to the caller or to the tenant that a call's options name.</summary>
internal sealed class MeteredEmbeddingGenerator(
    IEmbeddingGenerator<string, Embedding<float>> inner, ModelName model, ModelCaller caller, ModelUsage usage) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ModelCaller whose = caller.With(options?.AdditionalProperties);
        await usage.RequireAsync(model, whose, LanguageModelKind.Embedding, cancellationToken);
        ModelCall call = ModelCall.Begin();
        GeneratedEmbeddings<Embedding<float>>? made = null;
        try
        {
            return made = await base.GenerateAsync(values, options, cancellationToken);
        }
        finally
        {
            // Models that are part of this process count no requests: the call is one.
            IReadOnlyList<ModelWork> requests = call.Requests is { Count: > 0 } counted ? counted
                : made is { Count: > 0 } ? [new ModelWork(made.Count, made.Usage?.InputTokenCount, OutputTokens: 0)]
                : [];
            foreach (ModelWork request in requests)
                usage.Record(model, whose, LanguageModelKind.Embedding, request);
        }
    }
}
