using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>How a vector is written in an answer.</summary>
public enum EmbeddingForm
{
    /// <summary>A list of numbers.</summary>
    Float,

    /// <summary>Base64 of float32 values, little-endian: a quarter of the size.</summary>
    [JsonStringEnumMemberName("base64")]
    Base64,
}
