namespace Perto.Learning;

/// <summary>The layers of a network as they stand in one step, laid out for products.</summary>
internal sealed class PackedNetwork(Network network)
{
    public PackedLayer User { get; } = new(network.UserLayer, network.Dimensions, network.FirstUnits);

    public PackedLayer Item { get; } = new(network.ItemLayer.Weights, network.Dimensions, network.FirstUnits);

    public PackedLayer[] Hidden { get; } = [.. network.Hidden.Select(layer => new PackedLayer(layer.Weights, layer.Inputs, layer.Outputs))];
}
