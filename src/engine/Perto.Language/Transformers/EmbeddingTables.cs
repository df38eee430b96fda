using Perto.Numerics;

namespace Perto.Language;

/// <summary>
/// Turns tokens into the rows that enter the first layer: word, position and type are added and normalised. The tables are read where the file lies in
/// memory: of the hundreds of megabytes of a large vocabulary a text needs a few rows.
/// </summary>
internal sealed unsafe class EmbeddingTables
{
    private readonly TransformerConfig _config;
    private readonly Tensor _words;
    private readonly float[] _positions;
    private readonly float[] _types;
    private readonly LayerNormalization _norm;
    private readonly ILinearLayer? _projection;

    public EmbeddingTables(TransformerConfig config, WeightNames names, TensorSet tensors, WeightPrecision precision)
    {
        _config = config;
        int size = config.EmbeddingSize;
        _words = tensors.Find(names.Words, config.VocabularySize, size);
        _positions = tensors.Values(names.Positions, config.Positions, size);
        _types = config.TokenTypes > 0 ? tensors.Values(names.TokenTypes, config.TokenTypes, size) : [];
        _norm = Weights.Norm(tensors, names.EmbeddingNorm, size, config.Epsilon);
        _projection = size != config.HiddenSize ? Weights.Linear(tensors, names.Projection, size, config.HiddenSize, precision) : null;
    }

    public long Bytes => (_projection?.Bytes ?? 0) + (4L * (_positions.Length + _types.Length));

    /// <summary>Refuses ids that are not in the tables.</summary>
    /// <exception cref="ArgumentException">An id is out of range, or there are more tokens than positions or none.</exception>
    public void Check(TokenizedText text, int index)
    {
        if (text.Ids.Length == 0 || text.Ids.Length > _config.LongestInput)
            throw new ArgumentException($"text {index} must have 1 to {_config.LongestInput} tokens; it has {text.Ids.Length}");
        if (text.TypeIds.Length != text.Ids.Length)
            throw new ArgumentException($"text {index} must have a type for each token; it has {text.TypeIds.Length} for {text.Ids.Length}");
        foreach (int id in text.Ids)
        {
            if ((uint)id >= (uint)_config.VocabularySize)
                throw new ArgumentException($"text {index} must have token ids from 0 to {_config.VocabularySize - 1}; it has {id}: the tokenizer is of another model");
        }

        foreach (int type in text.TypeIds)
        {
            if (_config.TokenTypes > 1 && (uint)type >= (uint)_config.TokenTypes)
                throw new ArgumentException($"text {index} must have token types from 0 to {_config.TokenTypes - 1}; it has {type}");
        }
    }

    /// <summary>Writes a row for each token of a text.</summary>
    public void Embed(TokenizedText text, float* rows, nint stride)
    {
        int size = _config.EmbeddingSize;
        int next = _config.FirstPosition;
        for (int i = 0; i < text.Ids.Length; i++)
        {
            var row = new Span<float>(rows + (i * stride), size);
            _words.Read((long)text.Ids[i] * size, row);
            // Where positions are counted from behind padding, a token of padding has its own, and is not counted.
            int position = _config.FirstPosition > 0 && text.Ids[i] == _config.FirstPosition - 1 ? _config.FirstPosition - 1 : next++;
            VectorKernels.Axpy(1, _positions.AsSpan(position * size, size), row);
            if (_config.TokenTypes > 0)
                VectorKernels.Axpy(1, _types.AsSpan(_config.TokenTypes > 1 ? text.TypeIds[i] * size : 0, size), row);
        }

        _norm.Apply(rows, stride, text.Ids.Length);
    }

    /// <summary>Brings rows of <see cref="Embed"/> to the width of the layers, where they have another.</summary>
    public void Project(float* rows, nint stride, int count, float* hidden, nint hiddenStride, byte* scratch) =>
        _projection?.Apply(rows, stride, count, hidden, hiddenStride, Activation.Identity, add: false, scratch);

    public int ScratchBytes(int rows) => _projection?.ScratchBytes(rows) ?? 0;

    public bool Projects => _projection is not null;
}
