namespace Perto.Server;

/// <summary>What a caller may write where a .NET type is expected, in words.</summary>
internal static class TypeWording
{
    /// <summary>Words for a type's name, with or without its namespace, nullable or not.</summary>
    public static string Of(string typeName)
    {
        string name = typeName.TrimEnd('?');
        if (name.StartsWith("Nullable<", StringComparison.Ordinal))
            name = name["Nullable<".Length..^1];
        else if (name.StartsWith("System.Nullable`1[", StringComparison.Ordinal))
            name = name["System.Nullable`1[".Length..^1];

        if (name.EndsWith("[]", StringComparison.Ordinal) || name.Contains("List`1", StringComparison.Ordinal))
            return "an array";

        return name[(name.LastIndexOf('.') + 1)..] switch
        {
            "int" or "Int32" or "long" or "Int64" or "short" or "Int16" or "byte" or "Byte" => "a whole number",
            "double" or "Double" or "float" or "Single" or "decimal" or "Decimal" => "a number",
            "bool" or "Boolean" => "true or false",
            "string" or "String" => "a text",
            "DateTimeOffset" or "DateTime" => "a time in RFC 3339, such as 2025-01-31T18:30:00Z",
            "DateOnly" => "a date such as 2025-01-31",
            _ => "a value of the documented shape",
        };
    }
}
