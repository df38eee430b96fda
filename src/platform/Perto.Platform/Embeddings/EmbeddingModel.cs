using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>An opened model with the queue of its calls.</summary>
internal sealed class EmbeddingModel : IDisposable
{
    private static readonly TimeSpan Trust = TimeSpan.FromMinutes(1);

    private int _ownDimensions;
    private long _lookedAt;

    public EmbeddingModel(ModelName asked, IEmbeddingGenerator<string, Embedding<float>> generator, EmbeddingSettings settings, EmbeddingMetrics metrics)
    {
        var metadata = (EmbeddingGeneratorMetadata?)generator.GetService(typeof(EmbeddingGeneratorMetadata));
        Generator = generator;
        Version = metadata?.DefaultModelId ?? asked.Model;
        // The default of a provider goes by its name, so that it may become another one later.
        Name = asked.Model.Length > 0 || Version.Length == 0 ? asked : asked with { Model = Version };
        _ownDimensions = metadata?.DefaultModelDimensions ?? 0;
        Queue = new EmbeddingQueue(this, settings, metrics);
    }

    /// <summary>Its name with the provider's name of it.</summary>
    public ModelName Name { get; }

    /// <summary>Vectors of another version are not comparable.</summary>
    public string Version { get; }

    public IEmbeddingGenerator<string, Embedding<float>> Generator { get; }

    /// <summary>Where texts wait for a call.</summary>
    public EmbeddingQueue Queue { get; }

    /// <summary>Dimensions of its vectors where none were asked for; 0 while that is not known.</summary>
    public int OwnDimensions => Volatile.Read(ref _ownDimensions);

    /// <summary>Whether it is time to look whether its name still stands for it; true for one caller each minute.</summary>
    public bool IsDue(TimeProvider clock)
    {
        long seen = Volatile.Read(ref _lookedAt), now = clock.GetTimestamp();
        if (seen != 0 && clock.GetElapsedTime(seen, now) < Trust)
            return false;
        return Interlocked.CompareExchange(ref _lookedAt, now == 0 ? 1 : now, seen) == seen && seen != 0;
    }

    /// <summary>Holds an answer against what was asked for and what the model gave before.</summary>
    /// <exception cref="DependencyException">Vectors are too few or many, empty, of another length, or hold what is no number.</exception>
    public void Check(IReadOnlyList<Embedding<float>> answer, int texts, int? dimensions)
    {
        CheckForm(answer, texts);
        int expected = dimensions ?? OwnDimensions;
        if (expected == 0)
            expected = answer[0].Vector.Length;
        foreach (Embedding<float> embedding in answer)
        {
            if (embedding.Vector.Length != expected)
            {
                throw Wrong(dimensions is null
                    ? $"gives vectors of {embedding.Vector.Length} dimensions where {expected} were expected: it is not the model that it was"
                    : $"gives vectors of {embedding.Vector.Length} dimensions where {expected} were asked for: it cannot shorten them");
            }
        }
        if (dimensions is null)
            Volatile.Write(ref _ownDimensions, expected);
    }

    /// <summary>Holds an answer against what any answer must be.</summary>
    /// <exception cref="DependencyException">Vectors are too few or many, empty, or hold what is no number.</exception>
    public void CheckForm(IReadOnlyList<Embedding<float>> answer, int texts)
    {
        if (answer.Count != texts)
            throw Wrong($"answers {texts} texts with {answer.Count} vectors");
        foreach (Embedding<float> embedding in answer)
        {
            if (embedding.Vector.IsEmpty)
                throw Wrong("gives a vector without dimensions");
            if (embedding.Vector.Span.ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
                throw Wrong("gives a vector with a value that is no finite number");
        }
    }

    /// <summary>Holds kept vectors against each other and against what the model gives.</summary>
    /// <exception cref="DependencyException">Some are of another length: they were made by another model of this name.</exception>
    public void CheckKept(IEnumerable<float[]> vectors, int? dimensions)
    {
        int expected = dimensions ?? OwnDimensions;
        foreach (float[] vector in vectors)
        {
            if (expected == 0)
                expected = vector.Length;
            if (vector.Length != expected)
                throw Wrong($"has kept vectors of {vector.Length} dimensions where {expected} are given: it is not the model that it was");
        }
    }

    /// <summary>From now on it is a model of so many dimensions.</summary>
    public void Become(int dimensions) => Volatile.Write(ref _ownDimensions, dimensions);

    public void Dispose() => Generator.Dispose();

    private DependencyException Wrong(string reason) => new(
        Name.Provider, reason, $"'perto embed check' shows what {Name} gives; with --accept it is taken as it is now, and what it gave before is forgotten");
}
