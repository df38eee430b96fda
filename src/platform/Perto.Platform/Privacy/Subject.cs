using System.Text;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>The id of a person, as erasures and exports take it.</summary>
internal static class Subject
{
    /// <summary>Gives the id back.</summary>
    /// <exception cref="InvalidValueException">It is empty, too long or has control characters.</exception>
    public static string Check(string? subject) =>
        !string.IsNullOrEmpty(subject) && Encoding.UTF8.GetByteCount(subject) <= VectorRecord.MaxIdBytes && !subject.Any(char.IsControl)
            ? subject
            : throw new InvalidValueException(
                "subject",
                subject,
                $"1..{VectorRecord.MaxIdBytes} bytes of UTF-8",
                $"subject must be the id of a person: 1 to {VectorRecord.MaxIdBytes} bytes of UTF-8 and no control characters");
}
