// What components remember from one event to the next, as far as no object says it: one value of each type, which its
// component defines. It stands in the State and so belongs to a world; copies of the world share it until one changes it.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <atomic>
#include <cstdint>
#include <typeindex>
#include <utility>
#include <vector>

namespace kubarium::apiserver {

class Memory {
public:
    // Null if nothing of that type was remembered yet.
    template <class T> const T* find() const
    {
        for (const auto& [type, held] : m_values) {
            if (type == typeid(T))
                return &static_cast<const Value<T>&>(*held).value;
        }
        return nullptr;
    }

    // The value to change: made if there is none, copied first if another world looks at it.
    template <class T> T& edit()
    {
        for (auto& [type, held] : m_values) {
            if (type != typeid(T))
                continue;
            if (held->refs.load(std::memory_order_acquire) > 1)
                held = new Value<T>(static_cast<const Value<T>&>(*held).value);
            return static_cast<Value<T>&>(*held).value;
        }
        auto* const made = new Value<T>();
        m_values.emplace_back(typeid(T), made);
        return made->value;
    }

private:
    struct Held {
        Held() = default;
        Held(const Held&) = delete;
        Held& operator=(const Held&) = delete;
        virtual ~Held() = default;

        mutable std::atomic<std::uint32_t> refs{0};

        friend void intrusive_ptr_add_ref(const Held* held) noexcept
        {
            held->refs.fetch_add(1, std::memory_order_relaxed);
        }

        friend void intrusive_ptr_release(const Held* held) noexcept
        {
            if (held->refs.fetch_sub(1, std::memory_order_acq_rel) == 1)
                delete held;
        }
    };

    template <class T> struct Value final : Held {
        Value() = default;

        explicit Value(const T& copied) : value(copied) { }

        T value;
    };

    std::vector<std::pair<std::type_index, boost::intrusive_ptr<Held>>> m_values; // few
};

} // namespace kubarium::apiserver
