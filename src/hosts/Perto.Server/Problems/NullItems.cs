using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Perto.Server;

/// <summary>
/// Refuses nulls in the lists of a body where the type says that there are none. The serializer itself looks only at fields, and an
/// endpoint that meets such a null fails.
/// </summary>
internal static class NullItems
{
    /// <summary>A modifier for the resolver of the server's JSON.</summary>
    public static void Refuse(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Namespace?.StartsWith("Perto", StringComparison.Ordinal) != true)
            return;

        var nullability = new NullabilityInfoContext();
        (string Name, Func<object, object?> Get)[] lists =
        [
            .. from property in type.Properties
               where property.Get is not null && property.AttributeProvider is PropertyInfo info && HasSoundItems(info, nullability)
               select (property.Name, property.Get),
        ];
        if (lists.Length > 0)
            type.OnDeserialized = value => Check(value, lists);
    }

    private static bool HasSoundItems(PropertyInfo property, NullabilityInfoContext nullability) =>
        property.PropertyType is { IsGenericType: true } list
        && typeof(IEnumerable).IsAssignableFrom(list)
        && list.GetGenericArguments() is [{ IsValueType: false }]
        && nullability.Create(property).GenericTypeArguments is [{ ReadState: NullabilityState.NotNull }];

    private static void Check(object value, (string Name, Func<object, object?> Get)[] lists)
    {
        foreach ((string name, Func<object, object?> get) in lists)
        {
            int index = 0;
            foreach (object? item in (IEnumerable?)get(value) ?? Array.Empty<object>())
            {
                if (item is null)
                    throw new JsonException($"'{name}[{index}]' must not be null");
                index++;
            }
        }
    }
}
