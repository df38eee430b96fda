using Perto.Platform;
using Perto.Vectors;

namespace Perto.Redis;

/// <summary>How a vector set was made. Each further vector must say the same.</summary>
/// <param name="Quantisation">As <c>VADD</c> says it: <c>NOQUANT</c>, <c>Q8</c> or <c>BIN</c>.</param>
/// <param name="M">Links of an element.</param>
internal sealed record GraphSettings(string Quantisation, int M)
{
    public const string Floats = "NOQUANT";

    public const string Bytes = "Q8";

    public const string Signs = "BIN";

    /// <summary>Those of a new collection: what the settings say, and what the schema says where they do not.</summary>
    public static GraphSettings Of(VectorField field, RedisVectorSettings settings) => new(
        field.Kind is VectorKind.Bits
            ? Signs
            : settings.Quantisation switch
            {
                RedisQuantisation.NoQuant => Floats,
                RedisQuantisation.Q8 => Bytes,
                RedisQuantisation.Bin => Signs,
                _ => field.Index.Codes switch
                {
                    VectorCodes.Float32 => Floats,
                    VectorCodes.Bit => Signs,
                    _ => Bytes,
                },
            },
        settings.M ?? field.Index.Links);
}
