using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Perto.Platform;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Pinecone;

/// <summary>
/// Finds the indexes of the project, and makes those that are missing. The one of the base name has the catalogue of all collections; it also keeps
/// those that have its dimension and metric.
/// </summary>
internal sealed class IndexDirectory(PineconeService service, ILogger logger) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, IndexDescription> _ready = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _making = new(1);

    private PineconeSettings Settings => service.Settings;

    /// <summary>The index of the base name; <see langword="null"/> where it is still to be made.</summary>
    /// <exception cref="StorageException">It is missing and may not be made.</exception>
    public async Task<IndexDescription?> BaseAsync(CancellationToken cancellationToken)
    {
        IndexDescription? found = await FindReadyAsync(Settings.Index, cancellationToken);
        return found is null && !Settings.CreateIndex ? throw Missing(Settings.Index) : found;
    }

    /// <summary>The index for vectors of this shape, and the one with the catalogue; both are made where they are missing.</summary>
    /// <exception cref="StorageException">One is missing and may not be made, or one of its name has another shape.</exception>
    public async Task<(IndexDescription Base, IndexDescription Home)> EnsureAsync(VectorField field, CancellationToken cancellationToken)
    {
        string metric = MetricName(field.Metric);
        await _making.WaitAsync(cancellationToken);
        try
        {
            IndexDescription first = await FindReadyAsync(Settings.Index, cancellationToken)
                ?? await MakeAsync(Settings.Index, field.Dimension, metric, cancellationToken);
            if (first.Dimension == field.Dimension && first.Metric == metric)
                return (first, first);
            string name = $"{Settings.Index}-{field.Dimension}-{metric}";
            if (name.Length > PineconeSettings.LongestIndex)
            {
                throw new StorageException(
                    $"Pinecone {name}",
                    $"would have a name of {name.Length} characters, and {PineconeSettings.LongestIndex} are allowed",
                    "Set Perto:Pinecone:Index to a shorter name: 29 characters leave room for every addition");
            }
            IndexDescription home = await FindReadyAsync(name, cancellationToken) ?? await MakeAsync(name, field.Dimension, metric, cancellationToken);
            return home.Dimension == field.Dimension && home.Metric == metric
                ? (first, home)
                : throw new StorageException(
                    $"Pinecone {name}",
                    $"has vectors of {home.Dimension} values and the metric {home.Metric}, where {field.Dimension} and {metric} were to be",
                    "Delete or rename that index, or set Perto:Pinecone:Index to another name");
        }
        finally
        {
            _making.Release();
        }
    }

    /// <summary>An index that must be there.</summary>
    public async Task<IndexDescription> OpenAsync(string name, CancellationToken cancellationToken) =>
        await FindReadyAsync(name, cancellationToken) ?? throw Missing(name);

    /// <summary>How an index does now.</summary>
    public Task<IndexDescription?> DescribeAsync(string name, CancellationToken cancellationToken) => service.SendAsync(
        new JsonCall(HttpMethod.Get, $"indexes/{name}") { Expected = [404] },
        static answer => answer.Status == 404 ? null : IndexDescription.Read(answer.Body),
        cancellationToken);

    /// <summary>Looks for an index again when it is needed next.</summary>
    public void Forget(string name) => _ready.TryRemove(name, out _);

    public void Dispose() => _making.Dispose();

    private static string MetricName(Metric metric) => metric switch
    {
        Metric.Cosine => "cosine",
        Metric.Dot => "dotproduct",
        _ => "euclidean",
    };

    private async Task<IndexDescription?> FindReadyAsync(string name, CancellationToken cancellationToken)
    {
        if (_ready.TryGetValue(name, out IndexDescription? known))
            return known;
        IndexDescription? found = await DescribeAsync(name, cancellationToken);
        return found is null ? null : await ReadyAsync(found, cancellationToken);
    }

    private async Task<IndexDescription> MakeAsync(string name, int dimension, string metric, CancellationToken cancellationToken)
    {
        if (!Settings.CreateIndex)
            throw Missing(name);
        PineconeLog.Creating(logger, name, dimension, metric, Settings.Cloud, Settings.Region);
        IndexDescription? made = await service.SendAsync(
            new JsonCall(HttpMethod.Post, "indexes") { Body = writer => Write(writer, name, dimension, metric), Expected = [409] },
            static answer => answer.Status == 409 ? null : IndexDescription.Read(answer.Body),
            cancellationToken);
        // Another process was sooner.
        made ??= await DescribeAsync(name, cancellationToken) ?? throw Missing(name);
        return await ReadyAsync(made, cancellationToken);
    }

    private void Write(Utf8JsonWriter writer, string name, int dimension, string metric)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteNumber("dimension", dimension);
        writer.WriteString("metric", metric);
        writer.WriteString("vector_type", "dense");
        writer.WriteStartObject("spec");
        writer.WriteStartObject("serverless");
        writer.WriteString("cloud", Settings.Cloud);
        writer.WriteString("region", Settings.Region);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private async Task<IndexDescription> ReadyAsync(IndexDescription index, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        bool waited = false;
        for (TimeSpan pause = FirstPause; !index.IsReady; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
            if (index.State.EndsWith("Failed", StringComparison.Ordinal) || index.State is "Terminating")
                throw new StorageException($"Pinecone {index.Name}", $"is {index.State}", "Delete that index at Pinecone, and try again");
            if (elapsed > Settings.CreateTimeout)
            {
                throw new StorageException(
                    $"Pinecone {index.Name}",
                    $"is not ready after {Settings.CreateTimeout.TotalSeconds:0} s but {index.State}",
                    "Try again later, or give it longer with Perto:Pinecone:CreateTimeout");
            }
            PineconeLog.Waiting(logger, index.Name, index.State, elapsed);
            waited = true;
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
            index = await DescribeAsync(index.Name, cancellationToken) ?? throw Missing(index.Name);
        }
        if (index.Host.Length == 0)
            throw new StorageException($"Pinecone {index.Name}", "is ready and has no host", "Look at the index at Pinecone");
        if (waited)
            PineconeLog.Ready(logger, index.Name, Stopwatch.GetElapsedTime(started));
        return _ready[index.Name] = index;
    }

    private static StorageException Missing(string name) => new(
        $"Pinecone {name}",
        "has no index of that name",
        "Make the index at Pinecone, set Perto:Pinecone:Index to the name of one that is there, or let Perto:Pinecone:CreateIndex be true");
}
