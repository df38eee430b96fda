using Perto.Learning;
using Perto.Numerics;

namespace Perto.Benchmarks.Learning;

/// <summary>
/// The obvious implementation of a training step of neural collaborative filtering: one sample at a time, the concatenated vectors through the
/// layers and back, in scalar loops on one thread. The user's vector is made once for a user's samples. Without the optimiser, which it would
/// also need: what it is compared with has one.
/// </summary>
internal sealed class NaiveNcf
{
    private readonly int _dimensions;
    private readonly int[] _units;
    private readonly float[] _items;
    private readonly float[] _itemGradients;
    private readonly float[][] _weights;
    private readonly float[][] _gradients;
    private readonly float[][] _activations;
    private readonly float[][] _slopes;
    private readonly float[] _output;

    public NaiveNcf(int items, NeuralCfSettings settings)
    {
        _dimensions = settings.Dimensions;
        _units = [2 * settings.Dimensions, .. settings.Layers];
        _items = Random(items * 2 * _dimensions, 1);
        _itemGradients = new float[_items.Length];
        _weights = [.. _units.Zip(_units.Skip(1), (inputs, outputs) => Random(inputs * outputs, inputs))];
        _gradients = [.. _weights.Select(weights => new float[weights.Length])];
        _activations = [.. _units.Select(units => new float[units])];
        _slopes = [.. _units.Select(units => new float[units])];
        _output = Random(_dimensions + _units[^1], 2);
    }

    /// <summary>Takes users, each with all of its positives and as many negatives for each as the settings say, until enough samples are done.</summary>
    /// <returns>The samples, and the sum of the losses so that the work cannot be left out.</returns>
    public (long Samples, double Loss) Step(InteractionMatrix interactions, int negatives, int samples)
    {
        SeededRandom random = new(3);
        float[] user = new float[2 * _dimensions];
        long done = 0;
        double loss = 0;
        for (int row = 0; row < interactions.UserCount && done < samples; row++)
        {
            Array.Clear(user);
            foreach (int item in interactions.Items(row))
            {
                for (int k = 0; k < user.Length; k++)
                    user[k] += _items[(item * user.Length) + k];
            }

            foreach (int item in interactions.Items(row))
            {
                loss += Sample(user, item, 1);
                for (int i = 0; i < negatives; i++)
                    loss += Sample(user, random.Next(interactions.ItemCount), 0);
                done += 1 + negatives;
            }
        }

        return (done, loss);
    }

    private double Sample(float[] user, int item, int label)
    {
        int start = item * 2 * _dimensions;
        float logit = 0;
        for (int k = 0; k < _dimensions; k++)
        {
            logit += _output[k] * user[k] * _items[start + k];
            _activations[0][k] = user[_dimensions + k];
            _activations[0][_dimensions + k] = _items[start + _dimensions + k];
        }

        for (int layer = 0; layer < _weights.Length; layer++)
            Forward(layer);
        for (int k = 0; k < _units[^1]; k++)
            logit += _output[_dimensions + k] * _activations[^1][k];

        float probability = 1 / (1 + MathF.Exp(-logit));
        float slope = probability - label;
        for (int k = 0; k < _units[^1]; k++)
            _slopes[^1][k] = slope * _output[_dimensions + k];
        for (int layer = _weights.Length - 1; layer >= 0; layer--)
            Backward(layer);
        for (int k = 0; k < _dimensions; k++)
        {
            _itemGradients[start + k] += slope * _output[k] * user[k];
            _itemGradients[start + _dimensions + k] += _slopes[0][_dimensions + k];
        }

        return label == 1 ? -MathF.Log(probability + 1e-9f) : -MathF.Log(1 - probability + 1e-9f);
    }

    private void Forward(int layer)
    {
        float[] inputs = _activations[layer];
        float[] outputs = _activations[layer + 1];
        float[] weights = _weights[layer];
        Array.Clear(outputs);
        for (int i = 0; i < inputs.Length; i++)
        {
            for (int j = 0; j < outputs.Length; j++)
                outputs[j] += inputs[i] * weights[(i * outputs.Length) + j];
        }

        for (int j = 0; j < outputs.Length; j++)
            outputs[j] = Math.Max(outputs[j], 0);
    }

    private void Backward(int layer)
    {
        float[] inputs = _activations[layer];
        float[] outputs = _activations[layer + 1];
        float[] slopes = _slopes[layer + 1];
        for (int j = 0; j < outputs.Length; j++)
        {
            if (outputs[j] <= 0)
                slopes[j] = 0;
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            float sum = 0;
            for (int j = 0; j < slopes.Length; j++)
            {
                sum += slopes[j] * _weights[layer][(i * slopes.Length) + j];
                _gradients[layer][(i * slopes.Length) + j] += slopes[j] * inputs[i];
            }

            _slopes[layer][i] = sum;
        }
    }

    private static float[] Random(int count, long seed)
    {
        SeededRandom random = new(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float)(0.05 * random.Normal());
        return values;
    }
}
