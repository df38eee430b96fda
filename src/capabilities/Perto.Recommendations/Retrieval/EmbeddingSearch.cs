using Microsoft.Extensions.AI;
using Perto.Numerics;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Recommendations;

/// <summary>Search by the angle between embeddings, over all documents of a collection; exact.</summary>
public sealed class EmbeddingSearch
{
    private const int TextsOfCall = 64;

    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly string[] _ids;
    private readonly float[][] _vectors;

    private EmbeddingSearch(IEmbeddingGenerator<string, Embedding<float>> generator, string[] ids, float[][] vectors)
    {
        _generator = generator;
        _ids = ids;
        _vectors = vectors;
    }

    /// <summary>Embeds the documents.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="generator">The model.</param>
    /// <param name="progress">Told from 0 to 1 how far it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<EmbeddingSearch> OverAsync(
        IReadOnlyList<JudgedText> documents, IEmbeddingGenerator<string, Embedding<float>> generator, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        float[][] vectors = await EmbedAsync(generator, [.. documents.Select(document => document.Text)], EmbeddingPurpose.Document, progress, cancellationToken);
        return new EmbeddingSearch(generator, [.. documents.Select(document => document.Id)], vectors);
    }

    /// <summary>For each query the documents that are nearest to it.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<IReadOnlyList<RankedId>>> FindAsync(IReadOnlyList<JudgedText> queries, int count, CancellationToken cancellationToken)
    {
        float[][] vectors = await EmbedAsync(_generator, [.. queries.Select(query => query.Text)], EmbeddingPurpose.Query, progress: null, cancellationToken);
        var found = new IReadOnlyList<RankedId>[queries.Count];
        Parallel.For(0, queries.Count, new ParallelOptions { CancellationToken = cancellationToken }, query =>
        {
            float[] scores = Array.ConvertAll(_vectors, vector => VectorKernels.Dot(vector, vectors[query]));
            found[query] =
            [
                .. Enumerable.Range(0, scores.Length).OrderByDescending(document => scores[document]).ThenBy(document => document)
                    .Take(count).Select(document => new RankedId(_ids[document], scores[document])),
            ];
        });
        return found;
    }

    private static async Task<float[][]> EmbedAsync(
        IEmbeddingGenerator<string, Embedding<float>> generator, string[] texts, EmbeddingPurpose purpose, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        EmbeddingGenerationOptions options = new EmbeddingGenerationOptions().For(purpose).For(TenantId.Local);
        List<float[]> vectors = new(texts.Length);
        foreach (string[] part in texts.Chunk(TextsOfCall))
        {
            GeneratedEmbeddings<Embedding<float>> made = await generator.GenerateAsync(part, options, cancellationToken);
            vectors.AddRange(made.Select(embedding => Normalized(embedding.Vector.Span)));
            progress?.Report((double)vectors.Count / texts.Length);
        }
        return [.. vectors];
    }

    // Not every model gives vectors of length 1.
    private static float[] Normalized(ReadOnlySpan<float> vector)
    {
        double length = 0;
        foreach (float value in vector)
            length += (double)value * value;
        double scale = length > 0 ? 1 / Math.Sqrt(length) : 0;
        float[] normalized = new float[vector.Length];
        for (int i = 0; i < normalized.Length; i++)
            normalized[i] = (float)(vector[i] * scale);
        return normalized;
    }
}
