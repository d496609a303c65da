#include "cellpath.h"

#include "api/encode.h"

namespace kubarium::apiserver::table {

namespace {

// The fields on the way, if there is nothing but fields.
std::vector<const api::Field*> fieldsOf(const api::Type& root, std::string_view path)
{
    std::vector<const api::Field*> fields;
    const api::Type* type = &root;
    while (path.starts_with('.')) {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('.'), path.size());
        const api::Field* const field = type->field(path.substr(0, end));
        if (!field || field->shape != api::Shape::One)
            return {};
        fields.push_back(field);
        type = field->type;
        path.remove_prefix(end);
    }
    const bool isScalar = type->storage != api::Storage::Struct && type->storage != api::Storage::Any;
    return path.empty() && isScalar ? fields : std::vector<const api::Field*>();
}

api::Value zeroOf(const api::Type& type)
{
    switch (type.storage) {
    case api::Storage::Bool:
        return false;
    case api::Storage::Int32:
    case api::Storage::Int64:
        return 0;
    case api::Storage::Double:
        return 0.0;
    default:
        return "";
    }
}

} // namespace

const api::Value& Printed::tree()
{
    return m_tree ? *m_tree : m_tree.emplace(api::toValue(m_object));
}

CellPath::CellPath(const api::Type& type, std::string_view path)
    : m_fields(fieldsOf(type, path)),
      m_isCreationTime(path == ".metadata.creationTimestamp")
{
    if (!m_fields.empty())
        return;
    api::Parsed<api::JsonPath> read = api::JsonPath::parseRelaxed(path);
    if (read)
        m_path = *std::move(read);
}

api::Value CellPath::at(Printed& printed, bool zero) const
{
    if (m_fields.empty()) {
        if (!m_path)
            return {};
        const auto found = m_path->find(printed.tree());
        return found && !found->empty() ? found->front() : api::Value();
    }
    const void* place = printed.object().data();
    for (const api::Field* const field : m_fields) {
        if (field->isPointer() && api::isOmitted(*field, place))
            return zero ? zeroOf(*m_fields.back()->type) : api::Value();
        place = static_cast<const std::byte*>(place) + field->offset;
        if (field->boxed) {
            const auto& box =
                *static_cast<const api::Box<api::ObjectMeta>*>(place); // of any type: only its place counts
            place = box ? static_cast<const void*>(&*box) : api::detail::emptyValueOf(*field->type);
        }
    }
    const api::Value value = api::toValue(*m_fields.back()->type, place); // an Optional begins with its value
    if (!value.isNull() && !(value.isString() && value.text().empty()))
        return value;
    return zero ? zeroOf(*m_fields.back()->type) : api::Value();
}

} // namespace kubarium::apiserver::table
