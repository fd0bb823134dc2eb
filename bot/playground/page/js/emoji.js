/** The emoji people and bots use most, by Slack's short names. Others stay as `:name:`. */

const TABLE = `
smile 😄 smiley 😃 grinning 😀 grin 😁 laughing 😆 satisfied 😆 joy 😂 rofl 🤣 slightly_smiling_face 🙂 upside_down_face 🙃
wink 😉 blush 😊 innocent 😇 heart_eyes 😍 star-struck 🤩 kissing_heart 😘 yum 😋 stuck_out_tongue 😛 sunglasses 😎
thinking_face 🤔 neutral_face 😐 expressionless 😑 no_mouth 😶 smirk 😏 unamused 😒 face_with_rolling_eyes 🙄 grimacing 😬
relieved 😌 pensive 😔 sleepy 😪 sleeping 😴 mask 😷 dizzy_face 😵 exploding_head 🤯 partying_face 🥳 confused 😕 worried 😟
slightly_frowning_face 🙁 open_mouth 😮 astonished 😲 flushed 😳 pleading_face 🥺 cry 😢 sob 😭 scream 😱 disappointed 😞
sweat 😓 sweat_smile 😅 tired_face 😫 triumph 😤 rage 😡 angry 😠 skull 💀 ghost 👻 robot_face 🤖 see_no_evil 🙈
hear_no_evil 🙉 speak_no_evil 🙊 heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜
black_heart 🖤 white_heart 🤍 broken_heart 💔 two_hearts 💕 sparkling_heart 💖 100 💯 boom 💥 dizzy 💫 sweat_drops 💦 dash 💨
ballot_box_with_ballot 🗳️ speech_balloon 💬 left_speech_bubble 🗨️ thought_balloon 💭 zzz 💤 wave 👋 raised_hand ✋ raising_hand 🙋 ok_hand 👌 v ✌️ crossed_fingers 🤞
point_left 👈 point_right 👉 point_up ☝️ point_up_2 👆 point_down 👇 +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 fist ✊ clap 👏
raised_hands 🙌 open_hands 👐 handshake 🤝 pray 🙏 writing_hand ✍️ muscle 💪 eyes 👀 eye 👁️ brain 🧠 baby 👶
bust_in_silhouette 👤 busts_in_silhouette 👥 shrug 🤷 facepalm 🤦 runner 🏃 dancer 💃 dog 🐶 cat 🐱 mouse 🐭 fox_face 🦊
bear 🐻 panda_face 🐼 tiger 🐯 lion_face 🦁 monkey_face 🐵 chicken 🐔 penguin 🐧 bird 🐦 owl 🦉 bee 🐝 bug 🐛 butterfly 🦋
snail 🐌 turtle 🐢 whale 🐳 unicorn_face 🦄 bouquet 💐 cherry_blossom 🌸 rose 🌹 sunflower 🌻 seedling 🌱 evergreen_tree 🌲
four_leaf_clover 🍀 leaves 🍃 herb 🌿 apple 🍎 lemon 🍋 banana 🍌 strawberry 🍓 avocado 🥑 bread 🍞 cheese_wedge 🧀 pizza 🍕
hamburger 🍔 cake 🍰 birthday 🎂 cookie 🍪 coffee ☕ tea 🍵 beer 🍺 beers 🍻 wine_glass 🍷 champagne 🍾 earth_africa 🌍
earth_americas 🌎 globe_with_meridians 🌐 mountain ⛰️ camping 🏕️ beach_with_umbrella 🏖️ house 🏠 office 🏢 tent ⛺ sunrise 🌅
rocket 🚀 airplane ✈️ car 🚗 bike 🚲 ship 🚢 construction 🚧 rotating_light 🚨 vertical_traffic_light 🚦 hourglass ⌛
hourglass_flowing_sand ⏳ watch ⌚ alarm_clock ⏰ stopwatch ⏱️ clock1 🕐 clock3 🕒 clock9 🕘 sunny ☀️ partly_sunny ⛅ cloud ☁️
rainbow 🌈 umbrella ☔ zap ⚡ snowflake ❄️ fire 🔥 ocean 🌊 star ⭐ star2 🌟 sparkles ✨ jack_o_lantern 🎃 christmas_tree 🎄
tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 ribbon 🎀 trophy 🏆 medal 🎖️ sports_medal 🏅 first_place_medal 🥇 second_place_medal 🥈
third_place_medal 🥉 soccer ⚽ basketball 🏀 dart 🎯 game_die 🎲 art 🎨 microphone 🎤 studio_microphone 🎙️ headphones 🎧
musical_note 🎵 notes 🎶 clapper 🎬 movie_camera 🎥 video_camera 📹 camera 📷 camera_with_flash 📸 frame_with_picture 🖼️ tv 📺
iphone 📱 computer 💻 keyboard ⌨️ printer 🖨️ bulb 💡 flashlight 🔦 book 📖 books 📚 notebook 📓 newspaper 📰 bookmark 🔖
label 🏷️ moneybag 💰 dollar 💵 credit_card 💳 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊
email 📧 envelope ✉️ incoming_envelope 📨 inbox_tray 📥 outbox_tray 📤 package 📦 mailbox 📫 pencil 📝 memo 📝 pencil2 ✏️
briefcase 💼 file_folder 📁 open_file_folder 📂 calendar 📆 date 📅 spiral_calendar_pad 🗓️ card_index 📇 clipboard 📋
pushpin 📌 round_pushpin 📍 paperclip 📎 straight_ruler 📏 scissors ✂️ wastebasket 🗑️ lock 🔒 unlock 🔓 key 🔑 hammer 🔨
wrench 🔧 hammer_and_wrench 🛠️ gear ⚙️ scales ⚖️ balance_scale ⚖️ link 🔗 shield 🛡️ mag 🔍 mag_right 🔎 microscope 🔬
telescope 🔭 satellite_antenna 📡 pill 💊 door 🚪 shopping_trolley 🛒 shopping_bags 🛍️ bell 🔔 no_bell 🔕 loudspeaker 📢
mega 📣 mute 🔇 speaker 🔈 arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_forward ▶️ double_vertical_bar ⏸️ black_square_for_stop ⏹️ rewind ⏪ fast_forward ⏩
arrows_counterclockwise 🔄 leftwards_arrow_with_hook ↩️ arrow_right_hook ↪️ repeat 🔁 back 🔙 soon 🔜 top 🔝 warning ⚠️
no_entry ⛔ no_entry_sign 🚫 x ❌ heavy_check_mark ✔️ white_check_mark ✅ ballot_box_with_check ☑️ negative_squared_cross_mark ❎
question ❓ exclamation ❗ grey_question ❔ bangbang ‼️ heavy_plus_sign ➕ heavy_minus_sign ➖ information_source ℹ️ new 🆕
free 🆓 up 🆙 ok 🆗 sos 🆘 copyright ©️ registered ®️ tm ™️ recycle ♻️ infinity ♾️ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣
seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 zero 0️⃣ hash #️⃣ red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡
large_green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣 white_circle ⚪ black_circle ⚫ large_red_square 🟥
large_green_square 🟩 white_large_square ⬜ black_large_square ⬛ small_blue_diamond 🔹 small_orange_diamond 🔸
checkered_flag 🏁 triangular_flag_on_post 🚩 rainbow-flag 🏳️‍🌈 flag-de 🇩🇪 de 🇩🇪 flag-gb 🇬🇧 gb 🇬🇧 us 🇺🇸 flag-us 🇺🇸 fr 🇫🇷 flag-fr 🇫🇷
es 🇪🇸 flag-es 🇪🇸 it 🇮🇹 flag-it 🇮🇹 flag-se 🇸🇪 flag-nl 🇳🇱 flag-pt 🇵🇹 flag-br 🇧🇷 jp 🇯🇵 flag-pl 🇵🇱 flag-tr 🇹🇷 flag-ua 🇺🇦 flag-eu 🇪🇺`;

const words = TABLE.trim().split(/\s+/);
export const EMOJI = new Map();
for (let at = 0; at < words.length; at += 2) EMOJI.set(words[at], words[at + 1]);

/** Text with `:name:` replaced where the name is known; skin tones are dropped. */
export function emojify(text) {
  return text.replace(/:([a-z0-9_+\-']+):(?::skin-tone-[2-6]:)?/g, (whole, name) => EMOJI.get(name) ?? whole);
}
