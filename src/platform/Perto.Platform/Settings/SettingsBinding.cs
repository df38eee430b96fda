using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Perto.Platform;

/// <summary>
/// Reads settings so that a mistake is told the way the user wrote it: the setting's full name, the value and what is allowed,
/// in place of the binder's and the annotations' own texts.
/// </summary>
internal static class SettingsBinding
{
    /// <summary>Fills <paramref name="target"/> and its nested settings from <paramref name="section"/>.</summary>
    /// <exception cref="InvalidSettingException">A value has another type than the setting, or breaks its annotation.</exception>
    public static void Bind(IConfigurationSection section, object target)
    {
        CheckTypes(section, target);
        section.Bind(target);
        CheckRules(section, target);
    }

    private static void CheckTypes(IConfigurationSection section, object target)
    {
        foreach (PropertyInfo property in Writable(target))
        {
            IConfigurationSection child = section.GetSection(property.Name);
            if (Nested(property, target) is { } nested)
                CheckTypes(child, nested);
            else if (child.Value is { } given && !Converts(child, property.PropertyType))
                throw new InvalidSettingException(child.Path, $"'{given}'", TypeName(property.PropertyType));
        }
    }

    private static void CheckRules(IConfigurationSection section, object target)
    {
        foreach (PropertyInfo property in Writable(target))
        {
            IConfigurationSection child = section.GetSection(property.Name);
            object? value = property.GetValue(target);
            foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (rule.GetValidationResult(value, new ValidationContext(target) { MemberName = property.Name }) is { } broken)
                    throw new InvalidSettingException(child.Path, value is null ? "not set" : $"'{value}'", Allowed(rule, broken));
            }
            if (Nested(property, target) is { } nested)
                CheckRules(child, nested);
        }
    }

    private static IEnumerable<PropertyInfo> Writable(object target) =>
        target.GetType().GetProperties().Where(property => property is { CanRead: true, CanWrite: true } && property.GetIndexParameters().Length == 0);

    // Settings classes are ours; everything else is a value or a collection of values.
    private static object? Nested(PropertyInfo property, object target) =>
        property.PropertyType is { IsClass: true, Namespace: { } space } && space.StartsWith("Perto", StringComparison.Ordinal)
            ? property.GetValue(target)
            : null;

    private static bool Converts(IConfigurationSection section, Type type)
    {
        try
        {
            section.Get(type);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string TypeName(Type type)
    {
        Type value = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            { IsEnum: true } => string.Join(", ", Enum.GetNames(value)),
            _ when value == typeof(bool) => "true or false",
            _ when value == typeof(int) || value == typeof(long) => "a whole number",
            _ when value == typeof(double) || value == typeof(float) => "a number",
            _ when value == typeof(TimeSpan) => "a time span such as 00:05:00",
            _ when value == typeof(Uri) => "a URL",
            _ => value.Name,
        };
    }

    private static string Allowed(ValidationAttribute rule, ValidationResult broken) => rule switch
    {
        RangeAttribute range => $"{range.Minimum}..{range.Maximum}",
        RequiredAttribute => "any value that is not empty",
        _ => broken.ErrorMessage ?? rule.GetType().Name,
    };
}
