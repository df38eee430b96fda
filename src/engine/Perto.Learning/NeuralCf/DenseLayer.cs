namespace Perto.Learning;

/// <summary>The parameters of a fully connected layer, or their gradient: y = x W + bias.</summary>
internal sealed class DenseLayer(int inputs, int outputs)
{
    public int Inputs { get; } = inputs;

    public int Outputs { get; } = outputs;

    /// <summary>W, row-major, inputs x outputs.</summary>
    public float[] Weights { get; } = new float[inputs * outputs];

    public float[] Bias { get; } = new float[outputs];
}
