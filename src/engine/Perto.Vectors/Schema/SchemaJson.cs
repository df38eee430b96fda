using System.Text.Json.Serialization;

namespace Perto.Vectors;

/// <summary>How a schema is written; without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(SchemaDocument))]
internal sealed partial class SchemaJson : JsonSerializerContext;
