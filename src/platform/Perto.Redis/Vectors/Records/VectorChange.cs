using Perto.Vectors;

namespace Perto.Redis;

/// <summary>What a write does to one vector of a record.</summary>
/// <param name="Keeps">It stays as it is.</param>
/// <param name="Value">What it becomes; null: it goes.</param>
internal readonly record struct VectorChange(bool Keeps, VectorValue? Value)
{
    /// <summary>It stays as it is.</summary>
    public static VectorChange Keep => new(Keeps: true, Value: null);
}
