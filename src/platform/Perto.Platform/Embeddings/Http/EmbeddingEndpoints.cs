using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The HTTP API of embeddings: in the form of OpenAI and ours under <c>/v1/embeddings</c>, in that of Text Embeddings Inference at <c>/embed</c>.</summary>
internal static class EmbeddingEndpoints
{
    private const int MaxBodyBytes = 32 * 1024 * 1024;

    private static readonly WireFormat OpenAI = new("OpenAI", (words, code) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["error"] = new Dictionary<string, string?>(StringComparer.Ordinal) { ["message"] = words, ["type"] = code, ["param"] = null, ["code"] = code },
    });

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("", EmbedAsync)
            .RequireScope(Scope.Read)
            .InWireFormat(OpenAI)
            .WithBodyLimit(MaxBodyBytes)
            .Documented(
                "createEmbeddings",
                "The vectors of texts",
                "As OpenAI's endpoint of this name: its clients can be pointed here. Kept vectors are used where there are, whatever model made them is asked for the rest.")
            .MayAnswerProblem("dependency_unavailable", "invalid_setting")
            .WithExample(EmbeddingExamples.Root, request: EmbeddingExamples.Asked, answer: EmbeddingExamples.Answer);
        api.MapGet("/statistics", StatisticsAsync)
            .Documented("getEmbeddingStatistics", "What is kept of texts", "Vectors in the database and how often they were used again, by model and form.")
            .WithExample(EmbeddingExamples.Root + "/statistics", answer: EmbeddingExamples.Statistics);
        api.MapPost("/check", CheckAsync)
            .Documented(
                "checkEmbeddings",
                "Tries a model",
                "Whether it answers, with how many dimensions, how fast, whether always with the same, and whether with the same as at the check before.")
            .MayAnswerProblem("dependency_unavailable", "invalid_setting")
            .WithExample(EmbeddingExamples.Root + "/check", request: EmbeddingExamples.Check, answer: EmbeddingExamples.Checked);
        api.MapPost("/warm", WarmAsync)
            .Documented("warmEmbeddings", "Embeds common queries beforehand", "So that the first who asks one need not wait for the model.")
            .MayAnswerProblem("dependency_unavailable", "invalid_setting")
            .WithExample(EmbeddingExamples.Root + "/warm", request: EmbeddingExamples.Warm, answer: EmbeddingExamples.Warmed);
        api.MapPost("/forget", ForgetAsync)
            .Documented("forgetEmbeddings", "Forgets texts", "Deletes their vectors from all levels, and the beginnings of the texts that are kept with them.")
            .WithExample(EmbeddingExamples.Root + "/forget", request: EmbeddingExamples.Forget, answer: EmbeddingExamples.Forgotten);
    }

    public static void MapRoot(IEndpointRouteBuilder root) =>
        root.MapPost("/embed", EmbedSimplyAsync)
            .RequireScope(Scope.Read)
            .InWireFormat(WireFormats.TextEmbeddingsInference)
            .WithBodyLimit(MaxBodyBytes)
            .Documented("embed", "The vectors of texts, as plain lists", "As the endpoint of this name of Text Embeddings Inference.")
            .MayAnswerProblem("dependency_unavailable", "invalid_setting")
            .WithExample("/embed", request: EmbeddingExamples.Inputs, answer: EmbeddingExamples.Lists);

    private static async Task<EmbeddingsAnswer> EmbedAsync(HttpContext http, LocalEmbeddings embeddings, EmbeddingsBody body, CancellationToken cancellationToken)
    {
        EmbeddedTexts embedded = await embeddings.For(http.Tenant()).EmbedAsync(
            body.Input.Texts,
            new EmbeddingRequest
            {
                Model = embeddings.Allowed(body.Model),
                Purpose = body.InputType,
                Dimensions = body.Dimensions,
                Normalize = body.Normalize,
                UseCache = body.UseCache,
            },
            cancellationToken);
        return new EmbeddingsAnswer
        {
            Data = [.. embedded.Vectors.Select((vector, i) => new EmbeddingItem { Embedding = new VectorOutput(vector, body.EncodingFormat == EmbeddingForm.Base64), Index = i })],
            Model = embedded.Model.ToString(),
            Usage = new EmbeddingsUsage { PromptTokens = embedded.Tokens ?? 0, TotalTokens = embedded.Tokens ?? 0 },
            Origin = new EmbeddingsOrigin { Version = embedded.Version, Cached = embedded.Cached, Stored = embedded.Stored, Computed = embedded.Computed, Tokens = embedded.Tokens },
        };
    }

    private static async Task<IReadOnlyList<float[]>> EmbedSimplyAsync(HttpContext http, LocalEmbeddings embeddings, EmbedBody body, CancellationToken cancellationToken)
    {
        EmbeddedTexts embedded = await embeddings.For(http.Tenant()).EmbedAsync(
            body.Inputs.Texts,
            new EmbeddingRequest
            {
                Purpose = body.PromptName == "query" ? EmbeddingPurpose.Query : EmbeddingPurpose.Document,
                Dimensions = body.Dimensions,
                Normalize = body.Normalize,
            },
            cancellationToken);
        return embedded.Vectors;
    }

    private static Task<EmbeddingStatistics> StatisticsAsync(HttpContext http, LocalEmbeddings embeddings, CancellationToken cancellationToken) =>
        embeddings.For(http.Tenant()).StatisticsAsync(cancellationToken);

    private static Task<EmbeddingCheck> CheckAsync(HttpContext http, LocalEmbeddings embeddings, CheckBody body, CancellationToken cancellationToken) =>
        embeddings.For(http.Tenant()).CheckAsync(embeddings.Allowed(body.Model), body.Accept, cancellationToken);

    private static Task<WarmedTexts> WarmAsync(HttpContext http, LocalEmbeddings embeddings, WarmBody body, CancellationToken cancellationToken) =>
        embeddings.For(http.Tenant()).WarmAsync(body.Texts, cancellationToken);

    private static async Task<ForgottenTexts> ForgetAsync(HttpContext http, LocalEmbeddings embeddings, ForgetBody body, CancellationToken cancellationToken)
    {
        if (body.Texts.Count is < 1 or > ForgetBody.MaxTexts)
            throw InvalidValueException.OutOfRange("number of texts", body.Texts.Count, 1, ForgetBody.MaxTexts);
        return new ForgottenTexts { Vectors = await embeddings.For(http.Tenant()).ForgetAsync(body.Texts, cancellationToken) };
    }
}
