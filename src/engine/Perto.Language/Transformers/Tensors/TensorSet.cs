using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Perto.Language;

/// <summary>The tensors of a model, from one file or several. Immutable and thread-safe.</summary>
public sealed class TensorSet
{
    private const int MostNamesTold = 5;

    private readonly FrozenDictionary<string, Tensor> _tensors;

    /// <param name="tensors">All of them.</param>
    /// <exception cref="InvalidDataException">Two have one name.</exception>
    public TensorSet(IEnumerable<Tensor> tensors)
    {
        var byName = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (Tensor tensor in tensors)
        {
            if (!byName.TryAdd(tensor.Name, tensor))
                throw new InvalidDataException($"{tensor.File}: tensor '{tensor.Name}' is also in {byName[tensor.Name].File}.");
        }

        _tensors = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>All tensors.</summary>
    public IReadOnlyCollection<Tensor> All => _tensors.Values;

    /// <summary>Finds a tensor.</summary>
    public bool TryFind(string name, [MaybeNullWhen(false)] out Tensor tensor) => _tensors.TryGetValue(name, out tensor);

    /// <summary>The tensor of a name, of which the shape is known beforehand.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its dimensions; -1 where any will do.</param>
    /// <exception cref="InvalidDataException">It is missing, or has another shape, or a type that is not read.</exception>
    public Tensor Find(string name, params ReadOnlySpan<long> shape)
    {
        if (!TryFind(name, out Tensor? tensor))
            throw new InvalidDataException($"The model has no tensor '{name}'; it has {NamesTold()}.");
        if (!Fits(tensor.Shape, shape))
        {
            string wanted = string.Join(", ", shape.ToArray().Select(dimension => dimension < 0 ? "any" : $"{dimension}"));
            throw new InvalidDataException($"{tensor.File}: tensor '{name}' must have the shape [{wanted}]; it has {tensor.ShapeText}.");
        }

        return tensor.Type != TensorType.Other
            ? tensor
            : throw new InvalidDataException($"{tensor.File}: tensor '{name}' must be of type F32, F16 or BF16; it is {tensor.TypeName}.");
    }

    /// <summary>All values of a tensor, see <see cref="Find"/>.</summary>
    /// <inheritdoc cref="Find"/>
    public float[] Values(string name, params ReadOnlySpan<long> shape)
    {
        Tensor tensor = Find(name, shape);
        long count = tensor.Shape.Aggregate(1L, (product, dimension) => product * dimension);
        if (count > Array.MaxLength)
            throw new InvalidDataException($"{tensor.File}: tensor '{name}' must have at most {Array.MaxLength} values; it has the shape {tensor.ShapeText}.");
        float[] values = new float[count];
        tensor.Read(0, values);
        return values;
    }

    /// <summary>The first few names, so that who reads an error sees what kind of model it is.</summary>
    internal string NamesTold()
    {
        string[] names = [.. _tensors.Keys.Order(StringComparer.Ordinal)];
        string told = string.Join(", ", names.Take(MostNamesTold).Select(name => $"'{name}'"));
        return names.Length == 0 ? "none" : names.Length > MostNamesTold ? $"{told} and {names.Length - MostNamesTold} more" : told;
    }

    private static bool Fits(IReadOnlyList<long> shape, ReadOnlySpan<long> wanted)
    {
        if (shape.Count != wanted.Length)
            return false;
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] >= 0 && shape[i] != wanted[i])
                return false;
        }

        return true;
    }
}
