using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Perto.Architecture.Tests;

/// <summary>What the code of an assembly uses, read from its metadata and its instructions without loading it.</summary>
internal sealed class CompiledCode(PEReader file)
{
    private static readonly Dictionary<ushort, OperandType> Operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => unchecked((ushort)code.Value), code => code.OperandType);

    private readonly MetadataReader _metadata = file.GetMetadataReader();

    /// <summary>All types, nested ones and those the compiler made included.</summary>
    public IEnumerable<CompiledType> Types => _metadata.TypeDefinitions.Select(handle =>
    {
        TypeDefinition outermost = _metadata.GetTypeDefinition(handle);
        while (outermost.IsNested)
            outermost = _metadata.GetTypeDefinition(outermost.GetDeclaringType());
        string space = _metadata.GetString(outermost.Namespace);
        string name = _metadata.GetString(outermost.Name);
        return new CompiledType(handle, space, space.Length == 0 ? name : $"{space}.{name}");
    });

    /// <summary>Names of the static fields that can be assigned again, without those the compiler caches delegates in.</summary>
    public IEnumerable<string> StaticVariables(CompiledType type) => _metadata.GetTypeDefinition(type.Handle).GetFields()
        .Select(_metadata.GetFieldDefinition)
        .Where(field => (field.Attributes & (FieldAttributes.Static | FieldAttributes.InitOnly | FieldAttributes.Literal)) == FieldAttributes.Static)
        .Select(field => _metadata.GetString(field.Name))
        .Where(name => !name.StartsWith('<') || name.EndsWith("BackingField", StringComparison.Ordinal));

    /// <summary>
    /// What the bodies of a type's methods use of other assemblies: <c>Namespace.Type:Member</c>, or <c>Namespace.Type</c>.
    /// Signatures alone do not count, so an interface may speak of what only its implementations use.
    /// </summary>
    public IEnumerable<string> Uses(CompiledType type) => _metadata.GetTypeDefinition(type.Handle).GetMethods()
        .Select(_metadata.GetMethodDefinition)
        .Where(method => method.RelativeVirtualAddress != 0)
        .SelectMany(method => Tokens(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader()))
        .Distinct()
        .SelectMany(Names);

    private static List<EntityHandle> Tokens(BlobReader instructions)
    {
        var tokens = new List<EntityHandle>();
        while (instructions.RemainingBytes > 0)
        {
            ushort code = instructions.ReadByte();
            if (code == 0xFE)
                code = (ushort)(0xFE00 | instructions.ReadByte());
            switch (Operands[code])
            {
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                    tokens.Add(MetadataTokens.EntityHandle(instructions.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    int targets = instructions.ReadInt32();
                    instructions.Offset += 4 * targets;
                    break;
                case OperandType operand:
                    instructions.Offset += Size(operand);
                    break;
            }
        }

        return tokens;
    }

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private IEnumerable<string> Names(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MemberReference:
                MemberReference member = _metadata.GetMemberReference((MemberReferenceHandle)handle);
                string name = _metadata.GetString(member.Name);
                return Names(member.Parent).Select(type => type.Contains(':') ? type : $"{type}:{name}");
            case HandleKind.MethodSpecification:
                MethodSpecification method = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                return [.. Names(method.Method), .. method.DecodeSignature(new TypeNames(), null).SelectMany(names => names)];
            case HandleKind.TypeSpecification:
                return _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(new TypeNames(), null);
            case HandleKind.TypeReference:
                return [TypeNames.Of(_metadata, (TypeReferenceHandle)handle)];
            default:
                return [];
        }
    }

    /// <summary>The types of other assemblies that a signature is made of.</summary>
    private sealed class TypeNames : ISignatureTypeProvider<ImmutableArray<string>, object?>
    {
        public static string Of(MetadataReader metadata, TypeReferenceHandle handle)
        {
            TypeReference type = metadata.GetTypeReference(handle);
            string name = metadata.GetString(type.Name).Split('`')[0];
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? $"{Of(metadata, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
                : $"{metadata.GetString(type.Namespace)}.{name}";
        }

        public ImmutableArray<string> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => [Of(reader, handle)];

        public ImmutableArray<string> GetTypeFromSpecification(
            MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public ImmutableArray<string> GetGenericInstantiation(ImmutableArray<string> genericType, ImmutableArray<ImmutableArray<string>> typeArguments) =>
            [.. genericType, .. typeArguments.SelectMany(argument => argument)];

        public ImmutableArray<string> GetFunctionPointerType(MethodSignature<ImmutableArray<string>> signature) =>
            [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(parameter => parameter)];

        public ImmutableArray<string> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => [];

        public ImmutableArray<string> GetPrimitiveType(PrimitiveTypeCode typeCode) => [];

        public ImmutableArray<string> GetGenericMethodParameter(object? genericContext, int index) => [];

        public ImmutableArray<string> GetGenericTypeParameter(object? genericContext, int index) => [];

        public ImmutableArray<string> GetArrayType(ImmutableArray<string> elementType, ArrayShape shape) => elementType;

        public ImmutableArray<string> GetSZArrayType(ImmutableArray<string> elementType) => elementType;

        public ImmutableArray<string> GetByReferenceType(ImmutableArray<string> elementType) => elementType;

        public ImmutableArray<string> GetPointerType(ImmutableArray<string> elementType) => elementType;

        public ImmutableArray<string> GetPinnedType(ImmutableArray<string> elementType) => elementType;

        public ImmutableArray<string> GetModifiedType(ImmutableArray<string> modifier, ImmutableArray<string> unmodifiedType, bool isRequired) => unmodifiedType;
    }
}
