namespace Perto.Learning.Tests;

/// <summary>The network by its formulas, one sample at a time, in double precision.</summary>
internal sealed class SlowNeuralCf(NeuralCfParameters parameters, double exponent)
{
    private readonly Network _network = parameters.Network;

    public double[] UserVector(int[] items, float[] weights) =>
        UserVector(items, weights, items.Select((_, i) => weights.Length == 0 ? 1.0 : weights[i]).Sum(), items.Length);

    /// <summary>From some of a history of <paramref name="count"/> items whose weights have the given sum.</summary>
    public double[] UserVector(int[] items, float[] weights, double sumOfWeights, int count)
    {
        int width = 2 * parameters.Dimensions;
        double[] vector = new double[width];
        for (int k = 0; k < width; k++)
        {
            for (int i = 0; i < items.Length; i++)
                vector[k] += (weights.Length == 0 ? 1 : weights[i]) * parameters.History.Row(items[i])[k] * count / items.Length;
            vector[k] = _network.UserOffset[k] + (sumOfWeights > 0 ? vector[k] / Math.Pow(sumOfWeights, exponent) : 0);
        }

        return vector;
    }

    public double Logit(double[] user, int item)
    {
        int d = parameters.Dimensions;
        double logit = _network.Bias[0];
        for (int k = 0; k < d; k++)
            logit += _network.GmfOutput[k] * user[k] * parameters.Items.Row(item)[k];

        // The first layer as one layer over the concatenated halves.
        double[] layer = new double[2 * d];
        for (int k = 0; k < d; k++)
        {
            layer[k] = user[d + k];
            layer[d + k] = parameters.Items.Row(item)[d + k];
        }

        float[] first = [.. _network.UserLayer, .. _network.ItemLayer.Weights];
        layer = Layer(layer, first, _network.ItemLayer.Bias);
        foreach (DenseLayer hidden in _network.Hidden)
            layer = Layer(layer, hidden.Weights, hidden.Bias);
        for (int k = 0; k < layer.Length; k++)
            logit += _network.MlpOutput[k] * layer[k];
        return logit;
    }

    /// <summary>The logistic loss; a weight of 0 means a negative.</summary>
    public static double Loss(double logit, double weight) =>
        weight == 0 ? Math.Log(1 + Math.Exp(logit)) : weight * Math.Log(1 + Math.Exp(-logit));

    private static double[] Layer(double[] inputs, float[] weights, float[] bias)
    {
        double[] outputs = new double[bias.Length];
        for (int j = 0; j < outputs.Length; j++)
        {
            outputs[j] = bias[j];
            for (int k = 0; k < inputs.Length; k++)
                outputs[j] += inputs[k] * weights[(k * outputs.Length) + j];
            outputs[j] = Math.Max(outputs[j], 0);
        }

        return outputs;
    }
}
