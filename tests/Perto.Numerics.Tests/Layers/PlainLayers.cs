namespace Perto.Numerics.Tests.Layers;

/// <summary>The layers as their definitions say, one number at a time in double precision.</summary>
internal static class PlainLayers
{
    public static double[,] Linear(double[,] x, double[,] weights, double[] bias)
    {
        double[,] y = new double[x.GetLength(0), bias.Length];
        for (int row = 0; row < x.GetLength(0); row++)
        {
            for (int output = 0; output < bias.Length; output++)
            {
                double sum = bias[output];
                for (int k = 0; k < x.GetLength(1); k++)
                    sum += x[row, k] * weights[output, k];
                y[row, output] = sum;
            }
        }

        return y;
    }

    public static double Activate(Activation activation, double x) => activation switch
    {
        Activation.Gelu => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
        Activation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        Activation.Relu => Math.Max(x, 0),
        Activation.Tanh => Math.Tanh(x),
        _ => x,
    };

    /// <summary>By its Taylor series near zero, by the continued fraction of its complement elsewhere.</summary>
    public static double Erf(double x)
    {
        if (Math.Abs(x) > 3)
        {
            double fraction = 0;
            for (int k = 60; k > 0; k--)
                fraction = k / 2.0 / (Math.Abs(x) + fraction);
            return Math.Sign(x) * (1 - (Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (Math.Abs(x) + fraction)));
        }

        double term = x;
        double sum = x;
        for (int n = 1; n < 120; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    public static double[] Normalise(double[] row, double[] scale, double[] shift, double epsilon)
    {
        double mean = row.Average();
        double variance = row.Average(value => (value - mean) * (value - mean));
        return [.. row.Select((value, i) => ((value - mean) / Math.Sqrt(variance + epsilon) * scale[i]) + shift[i])];
    }

    /// <summary>Attention of a sequence to itself; rows hold queries, keys and values.</summary>
    public static double[,] Attend(double[,] rows, int heads, int headSize)
    {
        int length = rows.GetLength(0);
        int width = heads * headSize;
        double[,] context = new double[length, width];
        for (int head = 0; head < heads; head++)
        {
            for (int i = 0; i < length; i++)
            {
                double[] scores = new double[length];
                for (int j = 0; j < length; j++)
                {
                    for (int k = 0; k < headSize; k++)
                        scores[j] += rows[i, (head * headSize) + k] * rows[j, width + (head * headSize) + k];
                    scores[j] /= Math.Sqrt(headSize);
                }

                double top = scores.Max();
                double[] weights = [.. scores.Select(score => Math.Exp(score - top))];
                for (int k = 0; k < headSize; k++)
                {
                    for (int j = 0; j < length; j++)
                        context[i, (head * headSize) + k] += weights[j] / weights.Sum() * rows[j, (2 * width) + (head * headSize) + k];
                }
            }
        }

        return context;
    }
}
