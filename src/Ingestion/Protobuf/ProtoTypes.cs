using Google.Protobuf.Reflection;
using Ingestion.Sources;

namespace Ingestion.Protobuf;

/// <summary>The types of a set of Protobuf files, made ready to read by.</summary>
internal sealed class ProtoTypes
{
    private readonly Dictionary<string, ProtoMessage> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProtoEnum> _enums = new(StringComparer.Ordinal);
    private readonly List<(ProtoMessage Message, DescriptorProto Descriptor, ProtoDialect Dialect)> _open = [];
    private readonly Dictionary<string, List<ProtoMessage>> _files = new(StringComparer.Ordinal);

    /// <param name="set">The files with those they import.</param>
    /// <exception cref="IngestionException">A type that is used is in none of them.</exception>
    public ProtoTypes(FileDescriptorSet set)
    {
        foreach (FileDescriptorProto file in set.Files)
        {
            ProtoDialect dialect = ProtoDialect.Of(file);
            string prefix = file.Package.Length == 0 ? "" : file.Package + ".";
            List<ProtoMessage> top = [];
            Declare(file.MessageTypes, file.EnumTypes, prefix, top, dialect);
            _files[file.Name] = top;
        }

        foreach ((ProtoMessage message, DescriptorProto descriptor, ProtoDialect dialect) in _open)
        {
            message.Set(descriptor.Fields.Where(field => field.Number > 0).Select(field => Field(field, dialect, message)));
        }
    }

    /// <summary>All messages, in no order, without those of map entries.</summary>
    public IEnumerable<ProtoMessage> All => _messages.Values.Where(message => !message.IsMapEntry);

    /// <summary>The outermost messages of a file, in the order of their declaration.</summary>
    public IReadOnlyList<ProtoMessage> MessagesOf(string file) => _files[file];

    private void Declare(List<DescriptorProto> messages, List<EnumDescriptorProto> enums, string prefix, List<ProtoMessage> siblings, ProtoDialect dialect)
    {
        foreach (EnumDescriptorProto descriptor in enums)
        {
            ProtoEnum declared = new(descriptor.Name, dialect.IsClosed(descriptor));
            descriptor.Values.ForEach(value => declared.Add(value.Number, value.Name));
            _enums[prefix + descriptor.Name] = declared;
        }

        foreach (DescriptorProto descriptor in messages)
        {
            ProtoMessage message = new(prefix + descriptor.Name, descriptor.Options?.MapEntry == true);
            _messages[message.Name] = message;
            _open.Add((message, descriptor, dialect));
            if (!message.IsMapEntry)
            {
                siblings.Add(message);
            }

            Declare(descriptor.NestedTypes, descriptor.EnumTypes, message.Name + ".", message.Nested, dialect);
        }
    }

    private ProtoField Field(FieldDescriptorProto field, ProtoDialect dialect, ProtoMessage owner)
    {
        ProtoKind kind = Kind(field.type);
        return new ProtoField
        {
            Number = field.Number,
            Name = field.Name,
            Kind = kind,
            IsRepeated = field.label == FieldDescriptorProto.Label.LabelRepeated,
            HasPresence = kind == ProtoKind.Message || dialect.HasPresence(field),
            IsRequired = dialect.IsRequired(field),
            ChecksUtf8 = dialect.ChecksUtf8(field),
            Message = kind == ProtoKind.Message ? Find(_messages, field, owner) : null,
            Enum = kind == ProtoKind.Enum ? Find(_enums, field, owner) : null,
            Oneof = field.ShouldSerializeOneofIndex() ? field.OneofIndex : -1,
        };
    }

    private static T Find<T>(Dictionary<string, T> types, FieldDescriptorProto field, ProtoMessage owner) => types.TryGetValue(field.TypeName.TrimStart('.'), out T? type)
        ? type
        : throw new IngestionException($"the type '{field.TypeName.TrimStart('.')}' of field '{owner.Name}.{field.Name}' is missing; a descriptor file must hold its imports, too (protoc --include_imports)");

    private static ProtoKind Kind(FieldDescriptorProto.Type type) => type switch
    {
        FieldDescriptorProto.Type.TypeDouble => ProtoKind.Double,
        FieldDescriptorProto.Type.TypeFloat => ProtoKind.Float,
        FieldDescriptorProto.Type.TypeInt32 => ProtoKind.Int32,
        FieldDescriptorProto.Type.TypeInt64 => ProtoKind.Int64,
        FieldDescriptorProto.Type.TypeUint32 => ProtoKind.UInt32,
        FieldDescriptorProto.Type.TypeUint64 => ProtoKind.UInt64,
        FieldDescriptorProto.Type.TypeSint32 => ProtoKind.SInt32,
        FieldDescriptorProto.Type.TypeSint64 => ProtoKind.SInt64,
        FieldDescriptorProto.Type.TypeFixed32 => ProtoKind.Fixed32,
        FieldDescriptorProto.Type.TypeFixed64 => ProtoKind.Fixed64,
        FieldDescriptorProto.Type.TypeSfixed32 => ProtoKind.SFixed32,
        FieldDescriptorProto.Type.TypeSfixed64 => ProtoKind.SFixed64,
        FieldDescriptorProto.Type.TypeBool => ProtoKind.Bool,
        FieldDescriptorProto.Type.TypeEnum => ProtoKind.Enum,
        FieldDescriptorProto.Type.TypeString => ProtoKind.Text,
        FieldDescriptorProto.Type.TypeBytes => ProtoKind.Bytes,
        FieldDescriptorProto.Type.TypeMessage or FieldDescriptorProto.Type.TypeGroup => ProtoKind.Message,
        _ => throw new IngestionException($"Protobuf's field type {type} is unknown"),
    };
}
