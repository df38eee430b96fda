using Microsoft.Extensions.AI;
using Perto.Language;

namespace Perto.Platform;

/// <summary>Vectors of a model of files. The model is opened at the first call.</summary>
internal sealed class LocalEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Texts whose tokens are in memory at once: far more than threads can work on, so that the last of them wait for nothing.</summary>
    private const int BatchSize = 1024;

    private readonly LocalModels _models;
    private readonly LocalCompute _compute;
    private readonly ModelFolder _folder;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <exception cref="DependencyException">The model's config cannot be used.</exception>
    public LocalEmbeddingGenerator(LocalModels models, LocalCompute compute, ModelFolder folder, string name)
    {
        _models = models;
        _compute = compute;
        _folder = folder;
        // Vectors of another precision are not the same; they must not stand in each other's place.
        string version = models.Precision == WeightPrecision.Float32 ? name : $"{name}@int8";
        _metadata = new EmbeddingGeneratorMetadata(LocalProvider.ProviderName, providerUri: null, version, Config(folder).HiddenSize);
    }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } dimensions && dimensions != _metadata.DefaultModelDimensions)
        {
            throw new InvalidValueException(
                "dimensions", dimensions, $"{_metadata.DefaultModelDimensions}", $"dimensions must be {_metadata.DefaultModelDimensions} for {_metadata.DefaultModelId}; got {dimensions}");
        }

        LocalSentenceModel model = await _models.SentencesAsync(_folder, cancellationToken);
        if (model.Encoder.Dimensions != _metadata.DefaultModelDimensions)
        {
            throw LocalModels.Unusable(_folder, new InvalidDataException(
                $"it was replaced by a model of {model.Encoder.Dimensions} dimensions; {_metadata.DefaultModelId} has {_metadata.DefaultModelDimensions}"));
        }

        SentenceEncoderConfig config = model.Encoder.Config;
        string prompt = options.Purpose() == EmbeddingPurpose.Query ? config.QueryPrompt : config.DocumentPrompt;
        var answer = new GeneratedEmbeddings<Embedding<float>> { Usage = new UsageDetails { InputTokenCount = 0 } };
        foreach (string[] batch in values.Chunk(BatchSize))
        {
            LocalModels.RequireUnchanged(_folder, model);
            (float[][] vectors, long tokens) = await _compute.RunAsync(parallel => Encode(model, prompt, batch, parallel), cancellationToken);
            foreach (float[] vector in vectors)
            {
                LocalModels.RequireFinite(_folder, model, vector);
                answer.Add(new Embedding<float>(vector) { ModelId = _metadata.DefaultModelId });
            }

            answer.Usage.InputTokenCount += tokens;
        }

        answer.Usage.TotalTokenCount = answer.Usage.InputTokenCount;
        return answer;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The model is shared; it goes with the process.
    }

    private static (float[][] Vectors, long Tokens) Encode(LocalSentenceModel model, string prompt, string[] texts, ParallelOptions parallel)
    {
        TokenizedText[] tokens = Array.ConvertAll(texts, text =>
        {
            parallel.CancellationToken.ThrowIfCancellationRequested();
            return LongTexts.Encode(model.Tokenizer, model.Encoder.Config.Prepare(prompt, text), model.Encoder.LongestInput);
        });
        return (model.Encoder.Encode(tokens, parallel), tokens.Sum(text => (long)text.Ids.Length));
    }

    private static TransformerConfig Config(ModelFolder folder)
    {
        try
        {
            return TransformerConfig.Read(folder.Read("config.json"));
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw LocalModels.Unusable(folder, fault);
        }
    }
}
