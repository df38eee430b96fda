using Perto.Language;

namespace Perto.Benchmarks.Language;

/// <summary>The obvious encoder: one text, one thread, scalar loops over row-major matrices.</summary>
internal sealed class PlainBert
{
    private readonly TransformerConfig _config;
    private readonly Dictionary<string, float[]> _weights;

    public PlainBert(TransformerConfig config, TensorSet tensors)
    {
        _config = config;
        _weights = tensors.All.ToDictionary(tensor => tensor.Name, tensor => tensors.Values(tensor.Name, [.. tensor.Shape]), StringComparer.Ordinal);
    }

    /// <summary>The rows of a text's tokens.</summary>
    public float[] Encode(TokenizedText text)
    {
        int hidden = _config.HiddenSize;
        int length = text.Ids.Length;
        float[] rows = new float[length * hidden];
        for (int i = 0; i < length; i++)
        {
            for (int k = 0; k < hidden; k++)
            {
                rows[(i * hidden) + k] = _weights["embeddings.word_embeddings.weight"][(text.Ids[i] * hidden) + k]
                    + _weights["embeddings.position_embeddings.weight"][(i * hidden) + k] + _weights["embeddings.token_type_embeddings.weight"][k];
            }
        }

        Normalise(rows, "embeddings.LayerNorm");
        for (int i = 0; i < _config.Layers; i++)
            rows = Layer(rows, length, $"encoder.layer.{i}.");
        return rows;
    }

    private float[] Layer(float[] rows, int length, string layer)
    {
        int hidden = _config.HiddenSize;
        float[] context = Attend(
            Linear(rows, length, layer + "attention.self.query", hidden), Linear(rows, length, layer + "attention.self.key", hidden),
            Linear(rows, length, layer + "attention.self.value", hidden), length);
        float[] attended = Sum(rows, Linear(context, length, layer + "attention.output.dense", hidden));
        Normalise(attended, layer + "attention.output.LayerNorm");
        float[] inner = Linear(attended, length, layer + "intermediate.dense", _config.IntermediateSize);
        for (int i = 0; i < inner.Length; i++)
            inner[i] = 0.5f * inner[i] * (1 + MathF.Tanh(0.79788456f * (inner[i] + (0.044715f * inner[i] * inner[i] * inner[i]))));
        float[] output = Sum(attended, Linear(inner, length, layer + "output.dense", hidden));
        Normalise(output, layer + "output.LayerNorm");
        return output;
    }

    private float[] Linear(float[] x, int rows, string name, int outputs)
    {
        float[] weights = _weights[name + ".weight"];
        float[] bias = _weights[name + ".bias"];
        int inputs = x.Length / rows;
        float[] y = new float[rows * outputs];
        for (int row = 0; row < rows; row++)
        {
            for (int output = 0; output < outputs; output++)
            {
                float sum = bias[output];
                for (int k = 0; k < inputs; k++)
                    sum += x[(row * inputs) + k] * weights[(output * inputs) + k];
                y[(row * outputs) + output] = sum;
            }
        }

        return y;
    }

    private float[] Attend(float[] queries, float[] keys, float[] values, int length)
    {
        int hidden = _config.HiddenSize;
        int size = hidden / _config.Heads;
        float[] context = new float[length * hidden];
        float[] weights = new float[length];
        for (int first = 0; first < hidden; first += size)
        {
            for (int i = 0; i < length; i++)
            {
                float total = 0;
                for (int j = 0; j < length; j++)
                {
                    float score = 0;
                    for (int k = first; k < first + size; k++)
                        score += queries[(i * hidden) + k] * keys[(j * hidden) + k];
                    weights[j] = MathF.Exp(score / MathF.Sqrt(size));
                    total += weights[j];
                }

                for (int j = 0; j < length; j++)
                {
                    for (int k = first; k < first + size; k++)
                        context[(i * hidden) + k] += weights[j] / total * values[(j * hidden) + k];
                }
            }
        }

        return context;
    }

    private void Normalise(float[] rows, string name)
    {
        float[] scale = _weights[name + ".weight"];
        float[] shift = _weights[name + ".bias"];
        for (int start = 0; start < rows.Length; start += scale.Length)
        {
            float mean = 0;
            for (int i = 0; i < scale.Length; i++)
                mean += rows[start + i] / scale.Length;
            float variance = 0;
            for (int i = 0; i < scale.Length; i++)
                variance += (rows[start + i] - mean) * (rows[start + i] - mean) / scale.Length;
            float inverse = 1 / MathF.Sqrt(variance + _config.Epsilon);
            for (int i = 0; i < scale.Length; i++)
                rows[start + i] = ((rows[start + i] - mean) * inverse * scale[i]) + shift[i];
        }
    }

    private static float[] Sum(float[] left, float[] right)
    {
        float[] sum = new float[left.Length];
        for (int i = 0; i < sum.Length; i++)
            sum[i] = left[i] + right[i];
        return sum;
    }
}
