using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// One pass of the network over the samples of a part, forward and back: the loss, the gradient of the network, and those of the vectors that
/// went in. A workspace that grows to the largest part.
/// </summary>
internal sealed class PartNetwork
{
    private readonly Network _network;
    private readonly Dropout _dropout;
    private readonly int _dimensions;
    private readonly float[] _weightedUser;
    private readonly float[] _itemSum;

    private float[] _gmfUsers = [];
    private float[] _mlpUsers = [];
    private float[] _userParts = [];
    private float[] _mlpUserGradients = [];
    private float[] _gmfItems = [];
    private float[] _mlpItems = [];
    private readonly float[][] _activations;
    private readonly float[][] _activationGradients;

    public PartNetwork(Network network, NeuralCfSettings settings)
    {
        _network = network;
        _dropout = new Dropout(settings.Dropout);
        _dimensions = network.Dimensions;
        _weightedUser = new float[_dimensions];
        _itemSum = new float[_dimensions];
        _activations = new float[settings.Layers.Count][];
        _activationGradients = new float[settings.Layers.Count][];
        Gradient = new Network(settings.Dimensions, settings.Layers);
    }

    /// <summary>The gradient of the network by the last part.</summary>
    public Network Gradient { get; }

    /// <summary>The sum of the losses of the last part's samples, not divided by their number.</summary>
    public double Loss { get; private set; }

    /// <summary>Makes room and takes over the vectors of a part.</summary>
    /// <param name="batch">Where they are.</param>
    /// <param name="part">Which of them.</param>
    /// <param name="packed">The network's layers as they stand.</param>
    /// <param name="random">Draws what is dropped.</param>
    public void Run(TrainingBatch batch, TrainingPart part, PackedNetwork packed, SeededRandom random)
    {
        Reserve(part.ChunkCount, part.SampleCount);
        Gradient.Clear();
        Gather(batch, part);
        Forward(batch, part, packed, random);
        Loss = 0;
        BackwardFromOutput(batch, part);
        BackwardThroughLayers(batch, part, packed);
    }

    private void Reserve(int chunks, int samples)
    {
        if (_gmfItems.Length < samples * _dimensions)
        {
            _gmfItems = new float[samples * _dimensions];
            _mlpItems = new float[samples * _dimensions];
            int layer = 0;
            foreach (int units in _network.Units)
            {
                _activations[layer] = new float[samples * units];
                _activationGradients[layer++] = new float[samples * units];
            }
        }

        if (_gmfUsers.Length < chunks * _dimensions)
        {
            _gmfUsers = new float[chunks * _dimensions];
            _mlpUsers = new float[chunks * _dimensions];
            _mlpUserGradients = new float[chunks * _dimensions];
            _userParts = new float[chunks * _network.FirstUnits];
        }
    }

    private void Gather(TrainingBatch batch, TrainingPart part)
    {
        for (int chunk = 0; chunk < part.ChunkCount; chunk++)
            Split(batch.UserVector(part.FirstChunk + chunk), chunk, _gmfUsers, _mlpUsers);
        for (int sample = 0; sample < part.SampleCount; sample++)
            Split(batch.ItemVector(part.FirstSample + sample), sample, _gmfItems, _mlpItems);
    }

    private void Split(ReadOnlySpan<float> vector, int row, float[] gmf, float[] mlp)
    {
        vector[.._dimensions].CopyTo(gmf.AsSpan(row * _dimensions));
        vector[_dimensions..].CopyTo(mlp.AsSpan(row * _dimensions));
    }

    private void Forward(TrainingBatch batch, TrainingPart part, PackedNetwork packed, SeededRandom random)
    {
        int units = _network.FirstUnits;
        packed.User.Forward.Multiply(_mlpUsers, part.ChunkCount, _userParts);
        packed.Item.Forward.Multiply(_mlpItems, part.SampleCount, _activations[0]);
        int sample = 0;
        for (int chunk = 0; chunk < part.ChunkCount; chunk++)
        {
            Span<float> userPart = _userParts.AsSpan(chunk * units, units);
            VectorKernels.Axpy(1, _network.ItemLayer.Bias, userPart);
            for (int end = sample + batch.Samples(part.FirstChunk + chunk); sample < end; sample++)
            {
                Span<float> row = _activations[0].AsSpan(sample * units, units);
                Rectifier.OfSum(row, userPart, row);
            }
        }

        _dropout.Apply(_activations[0].AsSpan(0, part.SampleCount * units), random);
        for (int layer = 0; layer < packed.Hidden.Length; layer++)
        {
            DenseLayer weights = _network.Hidden[layer];
            Span<float> target = _activations[layer + 1].AsSpan(0, part.SampleCount * weights.Outputs);
            packed.Hidden[layer].Forward.Multiply(_activations[layer], part.SampleCount, target);
            for (int row = 0; row < part.SampleCount; row++)
            {
                Span<float> values = target.Slice(row * weights.Outputs, weights.Outputs);
                Rectifier.OfSum(values, weights.Bias, values);
            }

            _dropout.Apply(target, random);
        }
    }

    /// <summary>The logits and the loss, and the gradients of the output weights, of the GMF branch and of the last layer's units.</summary>
    private void BackwardFromOutput(TrainingBatch batch, TrainingPart part)
    {
        int units = _network.MlpOutput.Length;
        int sample = 0;
        for (int chunk = 0; chunk < part.ChunkCount; chunk++)
        {
            ReadOnlySpan<float> user = _gmfUsers.AsSpan(chunk * _dimensions, _dimensions);
            Array.Clear(_weightedUser);
            VectorKernels.AddProduct(1, user, _network.GmfOutput, _weightedUser);
            Array.Clear(_itemSum);
            for (int end = sample + batch.Samples(part.FirstChunk + chunk); sample < end; sample++)
            {
                ReadOnlySpan<float> item = _gmfItems.AsSpan(sample * _dimensions, _dimensions);
                ReadOnlySpan<float> last = _activations[^1].AsSpan(sample * units, units);
                float logit = _network.Bias[0] + VectorKernels.Dot(_weightedUser, item) + VectorKernels.Dot(_network.MlpOutput, last);
                float slope = SlopeOf(logit, batch.Weight(part.FirstSample + sample)) * batch.Share;

                Gradient.Bias[0] += slope;
                VectorKernels.Axpy(slope, last, Gradient.MlpOutput);
                VectorKernels.Axpy(slope, item, _itemSum);
                Span<float> itemGradient = batch.ItemGradient(part.FirstSample + sample)[.._dimensions];
                itemGradient.Clear();
                VectorKernels.Axpy(slope, _weightedUser, itemGradient);
                Span<float> lastGradient = _activationGradients[^1].AsSpan(sample * units, units);
                lastGradient.Clear();
                VectorKernels.Axpy(slope, _network.MlpOutput, lastGradient);
                Rectifier.Backward(last, _dropout.Scale, lastGradient);
            }

            VectorKernels.AddProduct(1, _itemSum, user, Gradient.GmfOutput);
            Span<float> userGradient = batch.UserGradient(part.FirstChunk + chunk)[.._dimensions];
            userGradient.Clear();
            VectorKernels.AddProduct(1, _itemSum, _network.GmfOutput, userGradient);
        }
    }

    private void BackwardThroughLayers(TrainingBatch batch, TrainingPart part, PackedNetwork packed)
    {
        int samples = part.SampleCount;
        for (int layer = packed.Hidden.Length; layer > 0; layer--)
        {
            DenseLayer gradient = Gradient.Hidden[layer - 1];
            Span<float> outputs = _activationGradients[layer].AsSpan(0, samples * gradient.Outputs);
            Span<float> inputs = _activationGradients[layer - 1].AsSpan(0, samples * gradient.Inputs);
            AddWeightGradient(gradient, _activations[layer - 1], outputs, samples);
            packed.Hidden[layer - 1].Backward.Multiply(outputs, samples, inputs);
            Rectifier.Backward(_activations[layer - 1].AsSpan(0, inputs.Length), _dropout.Scale, inputs);
        }

        BackwardThroughFirst(batch, part, packed);
    }

    private void BackwardThroughFirst(TrainingBatch batch, TrainingPart part, PackedNetwork packed)
    {
        int units = _network.FirstUnits;
        ReadOnlySpan<float> gradients = _activationGradients[0].AsSpan(0, part.SampleCount * units);
        AddWeightGradient(Gradient.ItemLayer, _mlpItems, gradients, part.SampleCount);

        // The gathered rows are not needed any more: their places take the gradients.
        packed.Item.Backward.Multiply(gradients, part.SampleCount, _mlpItems);
        for (int row = 0; row < part.SampleCount; row++)
            _mlpItems.AsSpan(row * _dimensions, _dimensions).CopyTo(batch.ItemGradient(part.FirstSample + row)[_dimensions..]);

        int sample = 0;
        for (int chunk = 0; chunk < part.ChunkCount; chunk++)
        {
            Span<float> sum = _userParts.AsSpan(chunk * units, units);
            sum.Clear();
            for (int end = sample + batch.Samples(part.FirstChunk + chunk); sample < end; sample++)
                VectorKernels.Axpy(1, gradients.Slice(sample * units, units), sum);
        }

        TransposedProduct.Add(_mlpUsers, _dimensions, _userParts, units, part.ChunkCount, Gradient.UserLayer);
        packed.User.Backward.Multiply(_userParts, part.ChunkCount, _mlpUserGradients);
        for (int chunk = 0; chunk < part.ChunkCount; chunk++)
        {
            Span<float> userGradient = batch.UserGradient(part.FirstChunk + chunk);
            _mlpUserGradients.AsSpan(chunk * _dimensions, _dimensions).CopyTo(userGradient[_dimensions..]);
            VectorKernels.Axpy(1, userGradient, Gradient.UserOffset);
        }
    }

    private static void AddWeightGradient(DenseLayer gradient, ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputs, int samples)
    {
        TransposedProduct.Add(inputs, gradient.Inputs, outputs, gradient.Outputs, samples, gradient.Weights);
        for (int row = 0; row < samples; row++)
            VectorKernels.Axpy(1, outputs.Slice(row * gradient.Outputs, gradient.Outputs), gradient.Bias);
    }

    /// <summary>Adds the logistic loss of a sample and gives its slope; a weight of 0 means that the user does not have the item.</summary>
    private float SlopeOf(float logit, float weight)
    {
        double odds = Math.Exp(-Math.Abs(logit));
        double softplus = Math.Max(logit, 0) + Math.Log(1 + odds);
        double probability = logit >= 0 ? 1 / (1 + odds) : odds / (1 + odds);
        if (weight == 0)
        {
            Loss += softplus;
            return (float)probability;
        }

        Loss += weight * (softplus - logit);
        return (float)(weight * (probability - 1));
    }
}
