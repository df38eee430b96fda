using System.Reflection.Metadata;

namespace Perto.Architecture.Tests;

/// <summary>A type of an assembly, or a type nested in it.</summary>
/// <param name="Handle">Its row.</param>
/// <param name="Namespace">Namespace of the outermost type.</param>
/// <param name="Name">Full name of the outermost type: what is nested, and what the compiler made, belongs to it.</param>
internal readonly record struct CompiledType(TypeDefinitionHandle Handle, string Namespace, string Name);
