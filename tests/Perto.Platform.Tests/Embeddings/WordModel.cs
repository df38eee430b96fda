using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Perto.Platform.Tests;

/// <summary>A model that counts words into a few dimensions, and can be held up, broken and changed.</summary>
internal sealed class WordModel : IEmbeddingProvider, IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly ConcurrentQueue<string[]> _calls = new();
    private int _running;

    public string Name => "words";

    public int Dimensions { get; set; } = 64;

    /// <summary>Another number makes another model under the same name.</summary>
    public int Seed { get; set; }

    /// <summary>What it calls itself.</summary>
    public string Version { get; set; } = "counts-1";

    /// <summary>Answers wait for it.</summary>
    public Task Open { get; set; } = Task.CompletedTask;

    /// <summary>Thrown where a text of the call fulfils it.</summary>
    public Func<string, Exception?> Fails { get; set; } = _ => null;

    /// <summary>What becomes of an answer.</summary>
    public Func<float[], float[]> Changes { get; set; } = vector => vector;

    public IReadOnlyList<string[]> Calls => [.. _calls];

    public int MostRunning { get; private set; }

    /// <summary>Calls that were given up by all who waited.</summary>
    public int Cancelled { get; private set; }

    public EmbeddingGenerationOptions? LastOptions { get; private set; }

    public IEmbeddingGenerator<string, Embedding<float>> Generator(string model) =>
        model == "missing" ? throw new InvalidValueException("model", model, "", "There is no model 'missing'") : this;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        _calls.Enqueue(texts);
        LastOptions = options;
        lock (_calls)
            MostRunning = Math.Max(MostRunning, ++_running);
        try
        {
            await Open.WaitAsync(cancellationToken);
            if (texts.Select(Fails).FirstOrDefault(failed => failed is not null) is { } failure)
                throw failure;
            return new GeneratedEmbeddings<Embedding<float>>(texts.Select(text => new Embedding<float>(Changes(Vector(text, options?.Dimensions ?? Dimensions)))))
            {
                Usage = new UsageDetails { InputTokenCount = texts.Sum(text => text.Split(' ').Length) },
            };
        }
        catch (OperationCanceledException)
        {
            lock (_calls)
                Cancelled++;
            throw;
        }
        finally
        {
            lock (_calls)
                _running--;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata(Name, defaultModelId: Version) : null;

    public void Dispose()
    {
    }

    private float[] Vector(string text, int dimensions)
    {
        float[] vector = new float[dimensions];
        foreach (string word in text.ToLowerInvariant().Split(' ', '.'))
        {
            uint hash = 2166136261 + (uint)Seed;
            foreach (char c in word)
                hash = (hash ^ c) * 16777619;
            vector[hash % dimensions] += 2;
        }
        return vector;
    }
}
